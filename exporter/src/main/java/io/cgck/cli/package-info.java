/** One picocli command per verb. */
@NullMarked
package io.cgck.cli;

import org.jspecify.annotations.NullMarked;
