@NullMarked
package io.llmrouter.bedrock;

import org.jspecify.annotations.NullMarked;
