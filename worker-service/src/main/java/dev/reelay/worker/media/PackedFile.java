package dev.reelay.worker.media;

import java.util.Locale;
import java.util.Optional;

/// A file inside a Maven artifact that a child process needs on the disk. Size and hash are pinned,
/// so an artifact that changed under its version is refused.
///
/// @param name its name on the disk, without the hash
/// @param sha256 lower-case hex
public record PackedFile(
        String resource, String name, long size, String sha256, boolean executable) {
    /// The bold DejaVu Sans: Latin, Greek, Cyrillic, Arabic, Hebrew and many symbols, no Chinese,
    /// Japanese or Korean.
    public static final PackedFile FONT =
            new PackedFile(
                    "net/sf/jasperreports/fonts/dejavu/DejaVuSans-Bold.ttf",
                    "dejavu-sans-bold.ttf",
                    705_684,
                    "e6476c1b80502924294eed40894c5b18e06c181444ca953e5334262df9c27724",
                    false);

    /// The ffmpeg 4.4.1 of this machine's kind; empty where none is packaged.
    static Optional<PackedFile> ffmpeg() {
        var os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        var arm = System.getProperty("os.arch").equals("aarch64");
        if (os.startsWith("linux")) {
            return Optional.of(arm ? linuxArm() : linux());
        }
        if (os.startsWith("mac")) {
            return Optional.of(arm ? macArm() : mac());
        }
        return os.startsWith("windows") && !arm ? Optional.of(windows()) : Optional.empty();
    }

    private static PackedFile linux() {
        return program(
                "ffmpeg-amd64",
                77_173_696,
                "3ea58083710f63bf920b16c7d5d24ae081e7d731f57a656fed11af0410d4eb48");
    }

    private static PackedFile linuxArm() {
        return program(
                "ffmpeg-aarch64",
                48_379_440,
                "97772dfc79fa8c483288de50c0a78904a1b79c94fa8a6b883677040e5bfc9b23");
    }

    private static PackedFile mac() {
        return program(
                "ffmpeg-x86_64-osx",
                63_099_988,
                "e85870025386eeccea807cd2cc1d76606059a743607a08906241148b9810097c");
    }

    private static PackedFile macArm() {
        return program(
                "ffmpeg-aarch64-osx",
                40_975_512,
                "997f3d6465725e99e32edd8cf960d7d3e1166a3303be797b03121b1f7e73dd34");
    }

    private static PackedFile windows() {
        return program(
                "ffmpeg-amd64.exe",
                77_399_040,
                "8436760af8f81c95eff92d854a7684e6d3cedb872888420359fc45c8eb2664ac");
    }

    private static PackedFile program(String file, long size, String sha256) {
        return new PackedFile("ws/schild/jave/nativebin/" + file, file, size, sha256, true);
    }

    /// Other content has another name, so versions live side by side.
    String nameOnDisk() {
        return sha256.substring(0, 16) + "-" + name;
    }
}
