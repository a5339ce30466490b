package dev.reelay.api.body;

import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Writes the inside of a JSON string to a file, undoing its escapes. Refuses what JSON does not
/// allow there.
final class JsonStringWriter implements AutoCloseable {
    private static final int HEX_DIGITS = 4;

    private final Spool.Writer out;
    private boolean escaped;
    private int hexLeft;
    private int unit;
    private char high;

    JsonStringWriter(Spool.Writer out) {
        this.out = out;
    }

    void write(byte[] bytes, int offset, int length) throws IOException {
        for (var i = offset; i < offset + length; i++) {
            write(bytes[i]);
        }
    }

    /// Writes at once what stands for itself from there on, which is nearly all of a picture in
    /// base64; how many bytes that was.
    int plain(byte[] bytes, int from, int to) throws IOException {
        if (escaped || hexLeft > 0 || high != 0) {
            return 0;
        }
        var end = from;
        while (end < to && isPlain(bytes[end])) {
            end++;
        }
        out.write(bytes, from, end - from);
        return end - from;
    }

    private static boolean isPlain(byte b) {
        return b != '"' && b != '\\' && (b < 0 || b >= ' ');
    }

    void write(byte b) throws IOException {
        if (hexLeft > 0) {
            hex(b);
        } else if (escaped) {
            escaped = false;
            escape(b);
        } else if (b == '\\') {
            escaped = true;
        } else if (b >= 0 && b < ' ') {
            throw malformed("a control character stands in a string");
        } else {
            literal(b);
        }
    }

    private void escape(byte b) throws IOException {
        switch (b) {
            case '"', '\\', '/' -> literal(b);
            case 'b' -> literal((byte) '\b');
            case 'f' -> literal((byte) '\f');
            case 'n' -> literal((byte) '\n');
            case 'r' -> literal((byte) '\r');
            case 't' -> literal((byte) '\t');
            case 'u' -> {
                hexLeft = HEX_DIGITS;
                unit = 0;
            }
            default -> throw malformed("an unknown escape stands in a string");
        }
    }

    private void hex(byte b) throws IOException {
        var digit = Character.digit(b, 16);
        if (digit < 0) {
            throw malformed("an unfinished \\u escape stands in a string");
        }
        unit = unit * 16 + digit;
        if (--hexLeft == 0) {
            unit((char) unit);
        }
    }

    private void unit(char c) throws IOException {
        if (Character.isHighSurrogate(c)) {
            refuseLoneSurrogate();
            high = c;
        } else if (Character.isLowSurrogate(c)) {
            if (high == 0) {
                throw loneSurrogate();
            }
            text(new String(new char[] {high, c}));
            high = 0;
        } else {
            refuseLoneSurrogate();
            text(String.valueOf(c));
        }
    }

    private void literal(byte b) throws IOException {
        refuseLoneSurrogate();
        out.write(b);
    }

    private void text(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private void refuseLoneSurrogate() {
        if (high != 0) {
            throw loneSurrogate();
        }
    }

    private static GatewayException loneSurrogate() {
        return malformed("half a surrogate pair stands in a string");
    }

    private static GatewayException malformed(String why) {
        return new GatewayException(new GatewayError.MalformedBody(why));
    }

    /// The marker that stands for the text.
    String done() throws IOException {
        refuseLoneSurrogate();
        return out.done();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
