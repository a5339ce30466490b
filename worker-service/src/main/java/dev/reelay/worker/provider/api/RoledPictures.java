package dev.reelay.worker.provider.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.reelay.common.event.JobSpec.Role;
import java.util.List;

/// The words and the list by which several upstreams take a prompt with pictures.
public final class RoledPictures {
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

    /// The text, then each picture with its role.
    public static ArrayNode content(String text, List<InputFile> pictures) {
        var all = JsonNodeFactory.instance.arrayNode();
        all.addObject().put("type", "text").put("text", text);
        for (var picture : pictures) {
            var item = all.addObject().put("type", "image_url");
            item.putObject("image_url").put("url", picture.dataUrl());
            item.put("role", role(picture.role()));
        }
        return all;
    }
}
