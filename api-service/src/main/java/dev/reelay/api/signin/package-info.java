/// People who sign in at an OpenID Connect issuer. {@link SignIn} checks what they bring; what they
/// may do is decided where they come in: operators in `operator`, members of tenants in `key`.
@NullMarked
package dev.reelay.api.signin;

import org.jspecify.annotations.NullMarked;
