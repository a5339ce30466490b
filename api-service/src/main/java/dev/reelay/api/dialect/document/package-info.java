/// What each dialect understands and answers, published as OpenAPI.
@NullMarked
package dev.reelay.api.dialect.document;

import org.jspecify.annotations.NullMarked;
