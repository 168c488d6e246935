package io.llmrouter.http.provider;

/**
 * How a key travels.
 *
 * @param header the header's name
 * @param prefix what stands before the key
 */
record AuthScheme(String header, String prefix) {
    static final AuthScheme BEARER = new AuthScheme("authorization", "Bearer ");
    static final AuthScheme API_KEY = new AuthScheme("api-key", "");
    static final AuthScheme X_API_KEY = new AuthScheme("x-api-key", "");
}
