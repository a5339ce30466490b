package dev.reelay.worker.provider.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.reelay.common.event.JobSpec.Role;
import java.util.List;
import java.util.Set;

/// The words and the list by which several upstreams take a prompt with pictures.
public final class RoledPictures {
    /// The role of a clip that a new one is made after.
    public static final String CLIP = "reference_video";

    private static final Set<String> CLIPS = Set.of("video/mp4", "video/quicktime");

    private RoledPictures() {}

    /// @throws UnsupportedException for a clip
    public static String role(Role role) {
        return switch (role) {
            case FIRST_FRAME -> "first_frame";
            case LAST_FRAME -> "last_frame";
            case REFERENCE -> "reference_image";
            case VIDEO -> throw new UnsupportedException("this provider takes no clip as input");
        };
    }

    /// The address of a clip, which must be of a kind that upstreams name.
    public static String clip(InputFile clip) {
        if (!CLIPS.contains(clip.contentType())) {
            throw new UnsupportedException("this provider takes clips in MP4 or MOV");
        }
        return clip.web();
    }

    /// The text, then each picture with its role, and each clip with the address that it is fetched
    /// from.
    public static ArrayNode content(String text, List<InputFile> inputs) {
        var all = JsonNodeFactory.instance.arrayNode();
        all.addObject().put("type", "text").put("text", text);
        for (var input : inputs) {
            var isClip = input.role() == Role.VIDEO;
            var type = isClip ? "video_url" : "image_url";
            var item = all.addObject().put("type", type);
            item.putObject(type).put("url", isClip ? clip(input) : input.dataUrl());
            item.put("role", isClip ? CLIP : role(input.role()));
        }
        return all;
    }
}
