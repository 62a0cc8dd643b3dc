using System.Buffers;
using System.Runtime.InteropServices;

namespace OrleansLld.ObjectStore.Wire.Signing;

/// <summary>The parameters of a query in the order and the spelling in which a signature covers them. Meant to be reused.</summary>
internal sealed class CanonicalQuery
{
    private readonly ArrayBufferWriter<byte> _text = new(512);
    private readonly List<Parameter> _parameters = [];

    /// <summary>Writes the query: by the bytes of the escaped names, then of the escaped values; without the signature itself.</summary>
    /// <param name="to">Where it is written.</param>
    /// <param name="query">As sent, without the question mark.</param>
    public void Append(ArrayBufferWriter<byte> to, ReadOnlySpan<char> query)
    {
        if (query.IsEmpty)
            return;
        Read(query);
        CollectionsMarshal.AsSpan(_parameters).Sort(Compare);
        var isFirst = true;
        foreach (var parameter in _parameters)
        {
            if (!isFirst)
                to.Write("&"u8);
            isFirst = false;
            to.Write(NameOf(parameter));
            to.Write("="u8);
            to.Write(ValueOf(parameter));
        }
    }

    private void Read(ReadOnlySpan<char> query)
    {
        _text.ResetWrittenCount();
        _parameters.Clear();
        foreach (var range in query.Split('&'))
        {
            var sent = query[range];
            if (sent.IsEmpty)
                continue;
            var start = _text.WrittenCount;
            var equals = sent.IndexOf('=');
            UriText.Append(_text, equals < 0 ? sent : sent[..equals], UriPart.Query);
            var value = _text.WrittenCount;
            if (_text.WrittenSpan[start..].SequenceEqual("X-Amz-Signature"u8))
                continue;
            UriText.Append(_text, equals < 0 ? default : sent[(equals + 1)..], UriPart.Query);
            _parameters.Add(new Parameter(start, value, _text.WrittenCount));
        }
    }

    private int Compare(Parameter left, Parameter right)
    {
        var byName = NameOf(left).SequenceCompareTo(NameOf(right));
        return byName != 0 ? byName : ValueOf(left).SequenceCompareTo(ValueOf(right));
    }

    private ReadOnlySpan<byte> NameOf(Parameter parameter) => _text.WrittenSpan[parameter.Name..parameter.Value];

    private ReadOnlySpan<byte> ValueOf(Parameter parameter) => _text.WrittenSpan[parameter.Value..parameter.End];

    private readonly record struct Parameter(int Name, int Value, int End);
}
