/** What the server does with each request, measured by JMH without sockets. */
@NullMarked
package io.llmrouter.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
