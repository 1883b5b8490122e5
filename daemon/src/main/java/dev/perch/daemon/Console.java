package dev.perch.daemon;

import dev.perch.api.ops.ServerConsole;
import dev.perch.compute.Running;
import dev.perch.compute.ServerRuntime;
import dev.perch.model.ObjectId.ServerId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The runtime's servers as the operator API reaches them. */
record Console(ServerRuntime runtime) implements ServerConsole {

    @Override
    public OptionalLong pid(ServerId server) {
        return runtime.running(server).map(Running::pid).map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    @Override
    public String log(ServerId server, int lines) {
        return runtime.log(server, lines);
    }

    /** {@code Output} alone is the interface's own here. */
    @Override
    public OptionalInt exec(
            ServerId server, List<String> argv, byte[] stdin, Duration timeout, ServerConsole.Output output) {
        return runtime.exec(server, argv, new ByteArrayInputStream(stdin), timeout, piece -> {
            try {
                switch (piece) {
                    case dev.perch.compute.Output.Stdout(byte[] bytes) -> output.stdout(bytes);
                    case dev.perch.compute.Output.Stderr(byte[] bytes) -> output.stderr(bytes);
                }
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        });
    }
}
