package dev.reelay.simulator.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.reelay.simulator.http.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// The members of an object, read as strictly as a vendor does. A member that is null counts as
/// absent; every method throws `Refused` where the value is not what it should be.
final class Fields {
    /// Words what is wrong.
    @FunctionalInterface
    interface Wrong {
        /// @param field its whole path
        Refused refused(String field, String why);
    }

    private final JsonNode object;
    private final String path;
    private final Wrong wrong;

    private Fields(JsonNode object, String path, Wrong wrong) {
        this.object = object;
        this.path = path;
        this.wrong = wrong;
    }

    static Fields of(@Nullable JsonNode object, Wrong wrong) {
        if (object == null || !object.isObject()) {
            throw wrong.refused("body", "the body is not a JSON object");
        }
        return new Fields(object, "", wrong);
    }

    /// A count in a query or a cursor; 0 where the text is none.
    static int count(String text) {
        return text.matches("[0-9]{1,8}") ? Integer.parseInt(text) : 0;
    }

    boolean has(String name) {
        return object.hasNonNull(name);
    }

    JsonNode json() {
        return object;
    }

    /// Refuses a member.
    Refused wrong(String name, String why) {
        return wrong.refused(path + name, why);
    }

    /// Refuses every other member.
    Fields only(String... names) {
        var known = Set.of(names);
        object.fieldNames()
                .forEachRemaining(
                        name -> {
                            if (!known.contains(name)) {
                                throw wrong(name, "unknown field");
                            }
                        });
        return this;
    }

    /// Text that must be there, of 1 to `longest` characters.
    String text(String name, int longest) {
        if (!has(name)) {
            throw wrong(name, "is required");
        }
        var text = string(name);
        if (text.isEmpty()) {
            throw wrong(name, "must not be empty");
        }
        return shortEnough(name, text, longest);
    }

    /// Empty where it is absent.
    String optionalText(String name, int longest) {
        return has(name) ? shortEnough(name, string(name), longest) : "";
    }

    /// Text, or null where it is absent.
    @Nullable String textOrNull(String name, int longest) {
        return has(name) ? shortEnough(name, string(name), longest) : null;
    }

    private String string(String name) {
        var value = object.get(name);
        if (!value.isTextual()) {
            throw wrong(name, "must be a string");
        }
        return value.textValue();
    }

    private String shortEnough(String name, String text, int longest) {
        if (text.codePointCount(0, text.length()) > longest) {
            throw wrong(name, "must not be longer than " + longest);
        }
        return text;
    }

    /// One of some words.
    ///
    /// @param otherwise where it is absent
    String choice(String name, String otherwise, String... words) {
        if (!has(name)) {
            return otherwise;
        }
        var text = string(name);
        if (!List.of(words).contains(text)) {
            throw wrong(name, "must be one of " + String.join(", ", words));
        }
        return text;
    }

    int whole(String name, int otherwise, IntPredicate allowed, String rule) {
        if (!has(name)) {
            return otherwise;
        }
        var value = object.get(name);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw wrong(name, "must be an integer");
        }
        if (!allowed.test(value.intValue())) {
            throw wrong(name, "must be " + rule);
        }
        return value.intValue();
    }

    /// A number that a 32-bit integer may not hold, such as a seed.
    long large(String name, long otherwise, long least, long most) {
        if (!has(name)) {
            return otherwise;
        }
        var value = object.get(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw wrong(name, "must be an integer");
        }
        if (value.longValue() < least || value.longValue() > most) {
            throw wrong(name, "must be from " + least + " to " + most);
        }
        return value.longValue();
    }

    double number(String name, double otherwise, double least, double most) {
        if (!has(name)) {
            return otherwise;
        }
        var value = object.get(name);
        if (!value.isNumber()) {
            throw wrong(name, "must be a number");
        }
        if (value.doubleValue() < least || value.doubleValue() > most) {
            throw wrong(name, "must be from " + least + " to " + most);
        }
        return value.doubleValue();
    }

    boolean flag(String name, boolean otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        if (!object.get(name).isBoolean()) {
            throw wrong(name, "must be a boolean");
        }
        return object.get(name).booleanValue();
    }

    /// An object; an empty one where it is absent.
    Fields object(String name) {
        if (!has(name)) {
            return new Fields(JsonNodeFactory.instance.objectNode(), path + name + ".", wrong);
        }
        if (!object.get(name).isObject()) {
            throw wrong(name, "must be an object");
        }
        return new Fields(object.get(name), path + name + ".", wrong);
    }

    /// Objects; none where it is absent.
    List<Fields> objects(String name, int most) {
        var items = new ArrayList<Fields>();
        for (var item : list(name, 0, most)) {
            if (!item.isObject()) {
                throw wrong(name, "must hold objects");
            }
            items.add(new Fields(item, path + name + "[" + items.size() + "].", wrong));
        }
        return items;
    }

    /// Strings; none where it is absent.
    List<String> texts(String name, int least, int most) {
        var items = new ArrayList<String>();
        for (var item : list(name, least, most)) {
            if (!item.isTextual() || item.textValue().isEmpty()) {
                throw wrong(name, "must hold strings");
            }
            items.add(item.textValue());
        }
        return items;
    }

    private List<JsonNode> list(String name, int least, int most) {
        var items = new ArrayList<JsonNode>();
        if (has(name)) {
            if (!object.get(name).isArray()) {
                throw wrong(name, "must be a list");
            }
            object.get(name).forEach(items::add);
        }
        if (items.size() < least || items.size() > most) {
            throw wrong(name, "must have %d to %d items".formatted(least, most));
        }
        return items;
    }
}
