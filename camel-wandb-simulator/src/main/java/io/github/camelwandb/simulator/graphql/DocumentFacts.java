// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.graphql;

import graphql.language.Document;
import graphql.language.Field;
import graphql.language.NodeTraverser;
import graphql.language.NodeVisitorStub;
import graphql.language.OperationDefinition;
import graphql.language.StringValue;
import graphql.util.TraversalControl;
import graphql.util.TraverserContext;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a document asks for, without executing it.
 *
 * @param operation the name of the operation, or an empty string
 * @param fields the names of all fields selected, at any depth
 * @param texts the strings written into the document
 */
public record DocumentFacts(String operation, Set<String> fields, Set<String> texts) {

    static final DocumentFacts NONE = new DocumentFacts("", Set.of(), Set.of());

    static DocumentFacts of(Document document) {
        Set<String> fields = new LinkedHashSet<>();
        Set<String> texts = new LinkedHashSet<>();
        new NodeTraverser()
                .preOrder(
                        new NodeVisitorStub() {
                            @Override
                            public TraversalControl visitField(
                                    Field field, TraverserContext<graphql.language.Node> context) {
                                fields.add(field.getName());
                                return TraversalControl.CONTINUE;
                            }

                            @Override
                            public TraversalControl visitStringValue(
                                    StringValue text, TraverserContext<graphql.language.Node> context) {
                                texts.add(text.getValue());
                                return TraversalControl.CONTINUE;
                            }
                        },
                        document);
        String operation = document.getDefinitionsOfType(OperationDefinition.class).stream()
                .map(OperationDefinition::getName)
                .filter(name -> name != null)
                .findFirst()
                .orElse("");
        return new DocumentFacts(operation, Set.copyOf(fields), Set.copyOf(texts));
    }
}
