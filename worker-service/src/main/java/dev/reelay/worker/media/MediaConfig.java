package dev.reelay.worker.media;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.nio.file.Path;
import java.util.Optional;

/// The ffmpeg program that the worker runs.
@ConfigMapping(prefix = "reelay.worker")
public interface MediaConfig {
    /// Another ffmpeg program than the packaged one; it needs libx264, libwebp and libfreetype.
    Optional<Path> ffmpeg();

    /// Where the packaged program is unpacked, once for each version; the default is a folder of
    /// this user below the system's temporary folder.
    @WithName("ffmpeg-folder")
    Optional<Path> ffmpegFolder();

    /// Address space of one child in KB, where the system's shell can limit it. A 1080p render
    /// takes 250 MB; a hostile picture must not take the machine.
    @WithName("ffmpeg-memory")
    @WithDefault("2000000")
    int ffmpegMemory();
}
