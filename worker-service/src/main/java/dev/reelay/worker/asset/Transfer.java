package dev.reelay.worker.asset;

import dev.reelay.worker.store.S3Objects;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;

/// One file on its way: it runs through a file on disk, from where whole parts go to the store, so
/// that memory stays at one small buffer whatever the file's size.
final class Transfer implements AutoCloseable {
    private static final int BUFFER = 64 << 10;
    private static final byte[] FTYP = {'f', 't', 'y', 'p'};

    private final S3Objects objects;
    private final String key;
    private final Path spool;
    private final long largest;
    private final int part;
    private final FileChannel channel;
    private final MessageDigest sha256 = sha256();
    private long arrived;
    private long sent;
    private S3Objects.@Nullable Upload upload;

    Transfer(S3Objects objects, String key, Path spool, long largest, int part) throws IOException {
        this.objects = objects;
        this.key = key;
        this.spool = spool;
        this.largest = largest;
        this.part = part;
        channel =
                FileChannel.open(
                        spool,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING);
    }

    /// Takes all that the stream has; whole parts leave for the store as they fill.
    void take(InputStream from) throws IOException, NotAClip {
        var buffer = new byte[BUFFER];
        int read;
        while ((read = from.readNBytes(buffer, 0, BUFFER)) > 0) {
            if (arrived == 0) {
                refuseOther(buffer, read);
            }
            append(buffer, read);
        }
        if (arrived == 0) {
            throw new NotAClip("the provider's file is empty");
        }
    }

    private static void refuseOther(byte[] start, int length) throws NotAClip {
        if (length < 12 || !Arrays.equals(start, 4, 8, FTYP, 0, 4)) {
            throw new NotAClip("the provider's file is not an MP4");
        }
    }

    private void append(byte[] bytes, int length) throws IOException, NotAClip {
        if (arrived + length > largest) {
            throw new NotAClip("the provider's file is larger than " + largest + " bytes");
        }
        sha256.update(bytes, 0, length);
        var left = ByteBuffer.wrap(bytes, 0, length);
        while (left.hasRemaining()) {
            arrived += channel.write(left, arrived);
        }
        if (arrived - sent >= part) {
            sendPart((int) (arrived - sent));
        }
    }

    private void sendPart(int length) {
        if (upload == null) {
            upload = objects.begin(key, StoreAssets.MP4);
        }
        upload.part(region(sent, length));
        sent += length;
    }

    /// Read from disk each time the store's client asks, so a repeat costs no memory either.
    private RequestBody region(long from, int length) {
        return RequestBody.fromContentProvider(
                () -> {
                    try {
                        var file = FileChannel.open(spool, StandardOpenOption.READ);
                        return Channels.newInputStream(file.position(from));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                length,
                StoreAssets.MP4);
    }

    /// Makes the object visible, under its final key.
    void complete() {
        var begun = upload;
        if (begun == null) {
            objects.put(key, spool, StoreAssets.MP4);
            return;
        }
        if (arrived > sent) {
            sendPart((int) (arrived - sent));
        }
        begun.complete();
        upload = null;
    }

    long bytes() {
        return arrived;
    }

    /// Lower-case hex, of all that was taken.
    String sha256Hex() {
        return HexFormat.of().formatHex(sha256.digest());
    }

    @Override
    public void close() throws IOException {
        channel.close();
        if (upload != null) {
            var unused = upload.abandon(); // else the sweep of the job's leftovers drops it
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
