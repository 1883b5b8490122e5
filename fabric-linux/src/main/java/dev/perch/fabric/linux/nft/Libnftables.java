package dev.perch.fabric.linux.nft;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/** The library behind nft(8) (libnftables(3)): takes rules as text. Works in the namespace of the calling thread. */
final class Libnftables {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBRARY = SymbolLookup.libraryLookup("libnftables.so.1", Arena.global());

    private static final MethodHandle NEW = function("nft_ctx_new", FunctionDescriptor.of(ADDRESS, JAVA_INT));
    private static final MethodHandle FREE = function("nft_ctx_free", FunctionDescriptor.ofVoid(ADDRESS));
    private static final MethodHandle BUFFER_ERROR =
            function("nft_ctx_buffer_error", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    private static final MethodHandle GET_ERROR =
            function("nft_ctx_get_error_buffer", FunctionDescriptor.of(ADDRESS, ADDRESS));
    private static final MethodHandle RUN =
            function("nft_run_cmd_from_buffer", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

    private Libnftables() {}

    /** Runs commands as one transaction; {@link IllegalStateException} with the library's words when it refuses. */
    static void run(String commands) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment context = (MemorySegment) NEW.invokeExact(0);
            try {
                int buffered = (int) BUFFER_ERROR.invokeExact(context);
                int result = (int) RUN.invokeExact(context, arena.allocateFrom(commands));
                if (buffered != 0 || result != 0) {
                    throw new IllegalStateException("nftables refuses the rules: " + error(context));
                }
            } finally {
                FREE.invokeExact(context);
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }

    private static String error(MemorySegment context) throws Throwable {
        MemorySegment text = (MemorySegment) GET_ERROR.invokeExact(context);
        return text.equals(MemorySegment.NULL)
                ? "no reason given"
                : text.reinterpret(Long.MAX_VALUE).getString(0).strip();
    }

    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(
                LIBRARY.find(name).orElseThrow(() -> new UnsatisfiedLinkError("libnftables has no " + name)),
                descriptor);
    }
}
