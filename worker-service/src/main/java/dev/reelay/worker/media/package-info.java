/// What the worker knows about media files: the ffmpeg program as a child process, what an MP4 is,
/// thumbnails.
@NullMarked
package dev.reelay.worker.media;

import org.jspecify.annotations.NullMarked;
