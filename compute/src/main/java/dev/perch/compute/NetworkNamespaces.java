package dev.perch.compute;

import java.nio.file.Path;
import java.util.List;

/** Named network namespaces, as the data plane makes them. */
public interface NetworkNamespaces {

    /** The file by which a namespace is entered, whether or not it exists. */
    Path path(String name);

    /** Makes a namespace. Does nothing when it exists. */
    void create(String name);

    /** Gives the namespace of a process a name. Does nothing when the name is one's already, or the process is gone. */
    void name(String name, long pid);

    /** Removes the name. Deleting a missing one succeeds. */
    void delete(String name);

    /** Whether the name is there and is a namespace. */
    boolean exists(String name);

    /** The names that begin with {@code prefix}. */
    List<String> list(String prefix);
}
