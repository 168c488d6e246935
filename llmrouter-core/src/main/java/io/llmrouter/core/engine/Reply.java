package io.llmrouter.core.engine;

/** What a call is told that asks a model for room. */
sealed interface Reply permits Entry, NoRoom {}
