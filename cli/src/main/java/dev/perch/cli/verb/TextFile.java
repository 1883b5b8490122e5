package dev.perch.cli.verb;

import dev.perch.cli.Exit;
import dev.perch.cli.Failure;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that somebody named on the command line. */
final class TextFile {
    private TextFile() {}

    /** What is in it; {@link Exit#USAGE} with the file's name when it cannot be had. */
    static String read(String name) {
        try {
            return Files.readString(Path.of(name));
        } catch (NoSuchFileException e) {
            throw Failure.of(Exit.USAGE, "there is no file " + name, e);
        } catch (CharacterCodingException e) {
            throw Failure.of(Exit.USAGE, name + " is not text in UTF-8", e);
        } catch (IOException e) {
            throw Failure.of(Exit.USAGE, "cannot read " + name + ": " + e.getMessage(), e);
        }
    }
}
