package dev.reelay.api.contract;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.TreeMap;

/// HTTP/1.1 by hand, so that what no client would send can be sent. One connection per request.
public final class Wire {
    private static final int PATIENCE_MILLIS = 90_000;

    private final int port;

    public Wire(int port) {
        this.port = port;
    }

    /// Throws where there is no answer within a minute.
    public Answer send(Request request) throws IOException {
        try (var socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress("localhost", port), PATIENCE_MILLIS);
            var out = socket.getOutputStream();
            out.write(head(request).getBytes(StandardCharsets.UTF_8));
            try {
                out.write(request.body());
                out.flush();
            } catch (IOException e) {
                // Refused before all of it was read; the answer is there all the same.
            }
            return answer(new BufferedInputStream(socket.getInputStream()), request.method());
        }
    }

    private String head(Request request) {
        var head = new StringBuilder();
        head.append(request.method()).append(' ').append(request.target()).append(" HTTP/1.1\r\n");
        head.append("Host: localhost:").append(port).append("\r\nConnection: close\r\n");
        for (var header : request.headers()) {
            head.append(header.name()).append(": ").append(header.value()).append("\r\n");
        }
        if (request.body().length > 0 || !request.method().matches("GET|HEAD|DELETE")) {
            head.append("Content-Length: ").append(request.body().length).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    private static Answer answer(InputStream in, String method) throws IOException {
        var status = Integer.parseInt(line(in).split(" ", 3)[1]);
        var headers = new TreeMap<String, String>();
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            var colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        var chunked = "chunked".equalsIgnoreCase(headers.get("transfer-encoding"));
        var content =
                method.equals("HEAD") ? new byte[0] : chunked ? chunks(in) : in.readAllBytes();
        return new Answer(status, headers, new String(content, StandardCharsets.UTF_8));
    }

    private static byte[] chunks(InputStream in) throws IOException {
        var all = new ByteArrayOutputStream();
        while (true) {
            var size = Integer.parseInt(line(in).split(";", 2)[0].strip(), 16);
            all.write(in.readNBytes(size));
            line(in);
            if (size == 0) {
                return all.toByteArray();
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (var b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("the connection ended within the answer's head");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }
}
