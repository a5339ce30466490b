package dev.reelay.api;

import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// A request whose client goes before it is answered: closing cuts the connection.
final class CutCall implements AutoCloseable {
    private final Socket socket;

    private CutCall(Socket socket) {
        this.socket = socket;
    }

    static CutCall post(String path, Map<String, String> headers, String json) {
        try {
            var call = new CutCall(new Socket("localhost", RestAssured.port));
            var head = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: a\r\n");
            headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
            head.append("Content-Type: application/json\r\n");
            head.append("Content-Length: " + json.length() + "\r\n\r\n" + json);
            call.socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.UTF_8));
            return call;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
