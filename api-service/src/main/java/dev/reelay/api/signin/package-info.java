/// People who sign in at an OpenID Connect issuer, or at the console by a link that an operator
/// made. {@link SignIn} checks what they bring, {@link CodeFlow} sends them there and takes them
/// back, {@link Sessions} remembers them; what they may do is decided where they come in: operators
/// in `operator`, members of tenants in `key`.
@NullMarked
package dev.reelay.api.signin;

import org.jspecify.annotations.NullMarked;
