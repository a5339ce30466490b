package dev.reelay.api.console;

import dev.reelay.api.key.Role;
import dev.reelay.api.operator.Operator;

/// Who looks, as each page says at its top.
///
/// @param may what they may do, in a sentence
/// @param operates whether there are pages of operators for them
/// @param form see {@link Forms}
record Who(String name, String role, String may, boolean operates, String form) {
    static Who of(Visitor.Member member, String form) {
        var role = Role.of(member.caller().scopes()).orElse(Role.VIEWER);
        return new Who(member.person().name(), role.word(), may(role), false, form);
    }

    static Who of(Visitor.Operating visitor, String form) {
        var role = visitor.operator().role();
        return new Who(visitor.person().name(), role.word(), may(role), true, form);
    }

    private static String may(Role role) {
        return switch (role) {
            case OWNER ->
                    "You may do everything of this tenant: make videos, look after keys and"
                            + " members, see the credits.";
            case DEVELOPER -> "You may make videos and see what they cost. Keys are for owners.";
            case VIEWER -> "You may look at videos and credits, and change nothing.";
        };
    }

    private static String may(Operator.Role role) {
        return switch (role) {
            case OPERATOR ->
                    "You may do everything at /admin/v1. These pages show; they change nothing.";
            case AUDITOR -> "You may read everything at /admin/v1, and change nothing.";
        };
    }
}
