namespace OrleansLld.ObjectStore.Wire;

/// <summary>A name and a value: a tag, or what a policy may ask of a request.</summary>
public readonly record struct NamedValue(string Name, string Value);
