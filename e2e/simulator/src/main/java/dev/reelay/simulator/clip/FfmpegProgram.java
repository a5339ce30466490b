package dev.reelay.simulator.clip;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// The ffmpeg program of the Maven artifact for this machine, unpacked once into a folder.
final class FfmpegProgram {
    private static final int LIMIT_SECONDS = 120;

    private final Path folder;

    FfmpegProgram(Path folder) {
        this.folder = folder;
    }

    /// Runs to the end. Throws `IOException` where it fails or takes more than two minutes.
    void run(List<String> arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(unpacked().toString());
        command.addAll(List.of("-nostdin", "-hide_banner", "-loglevel", "error", "-y"));
        command.addAll(arguments);
        var log = Files.createTempFile(folder, "ffmpeg", ".log");
        try {
            var process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("ffmpeg did not end in " + LIMIT_SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                throw new IOException("ffmpeg failed: " + Files.readString(log));
            }
        } finally {
            Files.deleteIfExists(log);
        }
    }

    private Path unpacked() throws IOException {
        var name = name();
        var resource = FfmpegProgram.class.getResource("/ws/schild/jave/nativebin/" + name);
        if (resource == null) {
            throw new IOException("no Maven artifact on the class path holds " + name);
        }
        var connection = resource.openConnection();
        connection.setUseCaches(false);
        var program = folder.resolve(name);
        try (var in = connection.getInputStream()) {
            if (Files.exists(program) && Files.size(program) == connection.getContentLengthLong()) {
                return program;
            }
            var part = Files.createTempFile(folder, name, ".part");
            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            if (!part.toFile().setExecutable(true)) {
                throw new IOException(part + " cannot be made executable");
            }
            Files.move(part, program, StandardCopyOption.ATOMIC_MOVE);
        }
        return program;
    }

    private static String name() {
        var os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        var arm = System.getProperty("os.arch").equals("aarch64");
        if (os.startsWith("mac")) {
            return arm ? "ffmpeg-aarch64-osx" : "ffmpeg-x86_64-osx";
        }
        if (os.startsWith("windows")) {
            return "ffmpeg-amd64.exe";
        }
        return arm ? "ffmpeg-aarch64" : "ffmpeg-amd64";
    }
}
