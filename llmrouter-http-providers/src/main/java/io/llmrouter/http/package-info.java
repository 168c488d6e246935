/**
 * How HTTP providers reach their endpoints: a {@link io.llmrouter.http.HttpTransport} carries requests out and answers in,
 * {@link io.llmrouter.http.JdkHttpTransport} by default.
 *
 * <p>The providers themselves are found through {@link java.util.ServiceLoader} and need no type of this package.
 */
@NullMarked
package io.llmrouter.http;

import org.jspecify.annotations.NullMarked;
