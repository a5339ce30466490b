package dev.reelay.api.submission;

import dev.reelay.common.catalogue.AspectRatio;
import dev.reelay.common.catalogue.FrameSize;
import dev.reelay.common.catalogue.Resolution;

/// How long and how large a clip will be.
///
/// @param resolution the tier it is priced by
record Shape(int seconds, FrameSize size, Resolution resolution, AspectRatio aspectRatio) {}
