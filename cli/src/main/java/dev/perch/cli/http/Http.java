package dev.perch.cli.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * HTTP/1.1 by java.net.http. That bounds the wait for the head of an answer only, so all waiting is bounded here.
 *
 * <p>Closing it matters: the end of a JVM waits up to 0.3 s for the client's thread.
 */
public final class Http implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** Made for the first request, because most of its time is start-up. */
    private HttpClient client;

    private synchronized HttpClient client(URI uri) {
        if (client == null) {
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT)
                    .proxy(HttpClient.Builder.NO_PROXY);
            boolean secure = "https".equals(uri.getScheme());
            client = (secure ? builder : builder.sslContext(trustingNobody())).build();
        }
        return client;
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.shutdownNow();
            try {
                client.awaitTermination(Duration.ofSeconds(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * A client wants a TLS context also for plain HTTP, and the usual one reads all certificates of the JDK's trust
     * store: 100 to 200 ms of each command.
     */
    private static SSLContext trustingNobody() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[0], new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    /** An answer that came completely. */
    HttpResponse<String> whole(HttpRequest request, Duration patience) throws IOException, InterruptedException {
        return within(patience, client(request.uri()).sendAsync(request, BodyHandlers.ofString()));
    }

    /**
     * An answer whose lines are still to come.
     *
     * @param patience how long the daemon may be silent; zero for ever
     */
    Lines lines(HttpRequest request, Duration patience) throws IOException, InterruptedException {
        return new Lines(
                within(patience, client(request.uri()).sendAsync(request, BodyHandlers.ofInputStream())), patience);
    }

    /** Does what may block, for so long; zero for ever. */
    static <T> T within(Duration patience, Callable<T> work) throws IOException, InterruptedException {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.startVirtualThread(task);
        return within(patience, task);
    }

    private static <T> T within(Duration patience, Future<T> answer) throws IOException, InterruptedException {
        try {
            return patience.isZero() ? answer.get() : answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("silence for " + patience.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } finally {
            answer.cancel(true); // does nothing to one that came
        }
    }
}
