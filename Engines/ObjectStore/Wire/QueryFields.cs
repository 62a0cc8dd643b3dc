namespace OrleansLld.ObjectStore.Wire;

/// <summary>The names and values of a query, decoded. Reused from request to request; of a name that came twice the first counts.</summary>
public sealed class QueryFields
{
    /// <summary>The most fields.</summary>
    public const int CountMax = 128;

    private readonly List<KeyValuePair<string, string>> _fields = new(8);

    /// <summary>How many fields there are.</summary>
    public int Count => _fields.Count;

    /// <summary>The value; empty where the name stands alone, null where it does not stand at all.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var (candidate, value) in _fields)
            {
                if (candidate == name)
                    return value;
            }

            return null;
        }
    }

    /// <summary>Whether the name is there.</summary>
    public bool Has(string name) => this[name] is not null;

    /// <summary>The field at a place, 0 to <see cref="Count"/>.</summary>
    public KeyValuePair<string, string> At(int index) => _fields[index];

    /// <summary>Reads a query in place of the one before.</summary>
    /// <param name="query">Without the question mark.</param>
    /// <returns>False when there are too many fields or one cannot be decoded.</returns>
    public bool Read(string query)
    {
        _fields.Clear();
        foreach (var range in query.AsSpan().Split('&'))
        {
            var field = query.AsSpan()[range];
            if (field.IsEmpty)
                continue;
            var sign = field.IndexOf('=');
            if (_fields.Count == CountMax
                || !PercentText.TryDecodeQuery(sign < 0 ? field : field[..sign], out var name)
                || !PercentText.TryDecodeQuery(sign < 0 ? "" : field[(sign + 1)..], out var value))
                return false;
            _fields.Add(new(name, value));
        }

        return true;
    }
}
