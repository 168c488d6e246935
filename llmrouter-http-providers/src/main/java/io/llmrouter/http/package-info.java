@NullMarked
package io.llmrouter.http;

import org.jspecify.annotations.NullMarked;
