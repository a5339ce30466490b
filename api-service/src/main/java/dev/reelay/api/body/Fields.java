package dev.reelay.api.body;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reelay.api.error.GatewayError;
import dev.reelay.api.error.GatewayException;
import dev.reelay.common.credit.Credits;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The members of a body, read with their types. A member that is null counts as absent. A wrong
/// type is refused by {@link GatewayException} with {@link GatewayError.InvalidField}.
public final class Fields {
    private static final Pattern CREDITS = Pattern.compile("\\d{1,12}(\\.\\d{1,6})?");
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");

    private final String path;
    private final ObjectNode tree;
    private final Spool spool;
    private final boolean textual;

    Fields(String path, ObjectNode tree, Spool spool, boolean textual) {
        this.path = path;
        this.tree = tree;
        this.spool = spool;
        this.textual = textual;
    }

    /// Throws {@link GatewayError.UnknownField} for a member that is not among the known ones.
    public void refuseOthersThan(Set<String> known) {
        for (var name : names()) {
            if (!known.contains(name)) {
                throw new GatewayException(new GatewayError.UnknownField(path + name));
            }
        }
    }

    public Set<String> names() {
        var names = new TreeSet<String>();
        tree.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /// Whether these are the parts of a form.
    public boolean isForm() {
        return textual;
    }

    private @Nullable JsonNode present(String name) {
        var node = tree.get(name);
        return node == null || node.isNull() ? null : node;
    }

    /// Whether the member is there, whatever it is.
    public boolean has(String name) {
        return present(name) != null;
    }

    public @Nullable String text(String name) {
        var node = present(name);
        if (node == null) {
            return null;
        }
        if (!node.isTextual()) {
            throw invalid(name, "must be a string");
        }
        if (spool.find(node.textValue()) != null) {
            throw invalid(name, "is longer than allowed");
        }
        return node.textValue();
    }

    /// A text of at most so many characters.
    public @Nullable String text(String name, int longest) {
        var text = text(name);
        if (text != null && text.length() > longest) {
            throw invalid(name, "has more than " + longest + " characters");
        }
        return text;
    }

    /// A text that must be there and say something.
    public String required(String name) {
        return required(name, text(name));
    }

    /// Such a text of at most so many characters.
    public String required(String name, int longest) {
        return required(name, text(name, longest));
    }

    private String required(String name, @Nullable String text) {
        if (text == null || text.isBlank()) {
            throw new GatewayException(new GatewayError.MissingField(path + name));
        }
        return text;
    }

    public @Nullable Long whole(String name) {
        var node = present(name);
        if (node == null) {
            return null;
        }
        if (node.isNumber() && node.canConvertToExactIntegral() && node.canConvertToLong()) {
            return node.longValue();
        }
        if (textual && node.isTextual() && WHOLE.matcher(node.textValue()).matches()) {
            return Long.valueOf(node.textValue());
        }
        throw invalid(name, "must be a whole number");
    }

    public @Nullable Integer count(String name) {
        return count(name, whole(name));
    }

    /// A number that may be written as a string.
    public @Nullable Integer countOrText(String name) {
        return new Fields(path, tree, spool, true).count(name);
    }

    private @Nullable Integer count(String name, @Nullable Long whole) {
        if (whole == null) {
            return null;
        }
        if (whole != whole.intValue()) {
            throw invalid(name, "is out of range");
        }
        return whole.intValue();
    }

    public @Nullable Boolean flag(String name) {
        var node = present(name);
        if (node == null) {
            return null;
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (textual && node.isTextual() && Set.of("true", "false").contains(node.textValue())) {
            return Boolean.valueOf(node.textValue());
        }
        throw invalid(name, "must be true or false");
    }

    /// A decimal, as a string or a number, in plain notation.
    public @Nullable String decimal(String name) {
        var node = present(name);
        if (node == null) {
            return null;
        }
        if (!node.isNumber() && !node.isTextual()) {
            throw invalid(name, "must be a decimal");
        }
        return node.asText();
    }

    /// An amount of credits as such a decimal, zero included.
    public @Nullable Credits credits(String name) {
        var decimal = decimal(name);
        return decimal == null ? null : credits(name, decimal);
    }

    /// The same with a sign, in micro-credits.
    public @Nullable Long signedCredits(String name) {
        var decimal = decimal(name);
        if (decimal == null) {
            return null;
        }
        return decimal.startsWith("-")
                ? -credits(name, decimal.substring(1)).micros()
                : credits(name, decimal).micros();
    }

    private Credits credits(String name, String decimal) {
        if (!CREDITS.matcher(decimal).matches()) {
            throw invalid(name, "must be credits as a decimal with at most 6 decimals, as 2.5");
        }
        return Credits.of(decimal);
    }

    public @Nullable Fields object(String name) {
        var node = present(name);
        if (node == null) {
            return null;
        }
        if (node instanceof ObjectNode object) {
            return new Fields(path + name + ".", object, spool, textual);
        }
        throw invalid(name, "must be an object");
    }

    /// An object that may also be written as a text of JSON.
    public @Nullable Fields objectOrJson(String name) {
        var node = present(name);
        if (node == null || !node.isTextual()) {
            return object(name);
        }
        if (spool.find(node.textValue()) != null) {
            throw invalid(name, "is longer than allowed");
        }
        try {
            if (JsonBody.parse(node.textValue()) instanceof ObjectNode object) {
                return new Fields(path + name + ".", object, spool, false);
            }
        } catch (GatewayException e) {
            // Said below, for this member alone.
        }
        throw invalid(name, "must be an object, or a text that holds one");
    }

    /// A whole object of the client's own making. Throws where it is longer than the limit.
    public @Nullable ObjectNode tree(String name, int longest) {
        if (object(name) == null) {
            return null;
        }
        var node = (ObjectNode) tree.get(name);
        if (JsonBody.text(node).length() > longest || holdsSpooled(node)) {
            throw invalid(name, "is longer than " + longest + " characters as JSON");
        }
        return node;
    }

    /// Such an object whose values have types: what a form had to say as text is read back.
    public @Nullable ObjectNode typedTree(String name, int longest) {
        var node = tree(name, longest);
        return node == null || !textual ? node : (ObjectNode) FormValues.typed(node);
    }

    /// The members of this object that are not among the named ones, as an object of their own;
    /// null where there are none. Throws where it is longer than the limit.
    public @Nullable ObjectNode others(String called, Set<String> named, int longest) {
        var rest = tree.deepCopy();
        rest.remove(named);
        if (rest.isEmpty()) {
            return null;
        }
        if (JsonBody.text(rest).length() > longest || holdsSpooled(rest)) {
            throw invalid(called, "is longer than " + longest + " characters as JSON");
        }
        return textual ? (ObjectNode) FormValues.typed(rest) : rest;
    }

    private boolean holdsSpooled(JsonNode node) {
        if (node.isTextual()) {
            return spool.find(node.textValue()) != null;
        }
        for (var child : node) {
            if (holdsSpooled(child)) {
                return true;
            }
        }
        return false;
    }

    /// A value of any kind that may be large; null where it is absent.
    public @Nullable Given given(String name) {
        var node = present(name);
        return node == null ? null : given(name, node);
    }

    /// The elements of a list of such values; a single value counts as a list of one.
    public List<Given> givenList(String name) {
        var node = present(name);
        if (node == null) {
            return List.of();
        }
        if (!node.isArray()) {
            return List.of(given(name, node));
        }
        var list = new ArrayList<Given>();
        for (var element : node) {
            list.add(given(name, element));
        }
        return list;
    }

    /// A list of texts; null where it is absent.
    public @Nullable List<String> texts(String name) {
        var node = present(name);
        if (node == null) {
            return null;
        }
        if (!node.isArray() || !node.valueStream().allMatch(JsonNode::isTextual)) {
            throw invalid(name, "must be a list of strings");
        }
        if (holdsSpooled(node)) {
            throw invalid(name, "is longer than allowed");
        }
        return node.valueStream().map(JsonNode::textValue).toList();
    }

    private Given given(String name, JsonNode node) {
        if (node instanceof ObjectNode object) {
            return new Given.Members(new Fields(path + name + ".", object, spool, textual));
        }
        if (!node.isTextual()) {
            throw invalid(name, "must be a string or an object");
        }
        var spooled = spool.find(node.textValue());
        if (spooled == null) {
            return new Given.Text(node.textValue());
        }
        return spooled.isFile() ? new Given.FilePart(spooled) : new Given.LongText(spooled);
    }

    private GatewayException invalid(String name, String why) {
        return new GatewayException(new GatewayError.InvalidField(path + name, why));
    }
}
