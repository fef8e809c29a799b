/** Properties tried on many random inputs. */
package io.cgck.property;
