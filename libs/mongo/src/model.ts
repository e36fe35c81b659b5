import type { Connection, Model, Schema } from 'mongoose';

/** A stored shape: the name of its collection and its schema with validation and indexes. */
export interface StoredShape<T> {
  readonly collection: string;
  readonly schema: Schema<T>;
  /** Makes the collection's indexes in a database; existing ones stay. */
  makeIndexes(database: Connection): Promise<void>;
}

/** A shape whose records do not matter. */
export type AnyShape = Pick<StoredShape<unknown>, 'collection' | 'makeIndexes'>;

export function storedShape<T>(collection: string, schema: Schema<T>): StoredShape<T> {
  const shape: StoredShape<T> = {
    collection,
    schema,
    makeIndexes: (database) => modelIn(database, shape).createIndexes(),
  };
  return shape;
}

/** The model of a shape in one database, made once. */
export function modelIn<T>(database: Connection, { collection, schema }: StoredShape<T>): Model<T> {
  return (database.models[collection] as Model<T> | undefined) ?? database.model<T>(collection, schema, collection);
}

/** Makes the collections and indexes of all shapes; existing ones stay. Transactions then never have to create a collection. */
export async function prepare(database: Connection, shapes: readonly AnyShape[]): Promise<void> {
  const existing = new Set((await database.listCollections()).map(({ name }) => name));
  for (const shape of shapes) {
    if (!existing.has(shape.collection)) await database.createCollection(shape.collection);
    await shape.makeIndexes(database);
  }
}
