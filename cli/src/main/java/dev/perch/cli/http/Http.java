package dev.perch.cli.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * HTTP/1.1 (RFC 9112) on a socket, one request per connection.
 *
 * <p>Written here because of start-up time, measured with a class cache on two cores: the first request through
 * java.net.http takes 140 to 300 ms, through HttpURLConnection 40 ms (and that one cannot send PATCH), this way 18 ms.
 */
final class Http {
    private static final int HEAD_LIMIT = 65_536;
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private Http() {}

    /** An answer whose body is still to be read; closing it closes the connection. */
    record Answer(int status, Map<String, String> headers, InputStream body, Socket socket) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /**
     * Sends a request.
     *
     * @param patience how long the daemon may be silent; zero for ever
     */
    static Answer send(String method, URI url, Map<String, String> headers, byte[] body, Duration patience)
            throws IOException {
        Socket socket = connect(url);
        try {
            socket.setSoTimeout((int) patience.toMillis());
            socket.getOutputStream().write(request(method, url, headers, body));
            socket.getOutputStream().flush();
            InputStream in = new BufferedInputStream(socket.getInputStream());
            return answer(in, socket);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static Socket connect(URI url) throws IOException {
        boolean secure = "https".equals(url.getScheme());
        int port = url.getPort() >= 0 ? url.getPort() : secure ? 443 : 80;
        String host = url.getHost().replaceAll("[\\[\\]]", "");
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), (int) CONNECT.toMillis());
            socket.setTcpNoDelay(true);
            return secure ? secured(socket, host, port) : socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static Socket secured(Socket plain, String host, int port) throws IOException {
        SSLSocket socket =
                (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static byte[] request(String method, URI url, Map<String, String> headers, byte[] body) throws IOException {
        String target = url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
        StringBuilder head = new StringBuilder();
        head.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
        head.append("Host: ").append(url.getRawAuthority()).append("\r\nConnection: close\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (body.length > 0 || !method.equals("GET")) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        all.write(body);
        return all.toByteArray();
    }

    private static Answer answer(InputStream in, Socket socket) throws IOException {
        while (true) {
            String[] status = line(in).split(" ", 3);
            if (status.length < 2 || !status[0].startsWith("HTTP/1.") || !status[1].matches("[1-5]\\d\\d")) {
                throw new IOException("what answered does not speak HTTP");
            }
            Map<String, String> headers = headers(in);
            int code = Integer.parseInt(status[1]);
            if (code >= 200) {
                return new Answer(code, headers, body(code, headers, in), socket);
            }
        }
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new HashMap<>();
        int size = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            size += line.length();
            int colon = line.indexOf(':');
            if (colon < 1 || size > HEAD_LIMIT) {
                throw new IOException("the answer's headers are malformed or longer than " + HEAD_LIMIT + " bytes");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static InputStream body(int code, Map<String, String> headers, InputStream in) throws IOException {
        if (code == 204 || code == 304) {
            return InputStream.nullInputStream();
        }
        if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            return new Body(in, -1);
        }
        String length = headers.get("content-length");
        if (length == null) {
            return in;
        }
        if (!length.matches("\\d{1,15}")) {
            throw new IOException("the answer's Content-Length is malformed");
        }
        return new Body(in, Long.parseLong(length));
    }

    /** A line without its CRLF; at most {@link #HEAD_LIMIT} bytes. */
    static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the connection broke off");
            }
            if (line.length() >= HEAD_LIMIT) {
                throw new IOException("a header line is longer than " + HEAD_LIMIT + " bytes");
            }
            line.append((char) b);
        }
        int last = line.length() - 1;
        return last >= 0 && line.charAt(last) == '\r' ? line.substring(0, last) : line.toString();
    }
}
