package io.llmrouter.limits.redis;

import java.util.List;

/** What is to be told to Redis. Telling it twice does no harm where it was reserved there. */
record Settlement(List<String> keys, List<String> arguments) {}
