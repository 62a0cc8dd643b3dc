using System.Collections.Immutable;

namespace OrleansLld.ObjectStore.Access;

// A text of a policy, cut into tokens once:
//
//   home/${aws:username}/*.txt     h o m e / [variable] / [any run] . t x t
//
// A token is a character, or one of the negative numbers: any run, any one character, or a variable, which stands for the request's value
// of its key. What a variable brings in is literal: a star in a user's name is a star. Matching goes back to the last star only, so it
// takes at most as many steps as text times pattern, and none of it recursively.

/// <summary>A text of a policy, with or without wildcards and variables.</summary>
internal sealed class TextPattern
{
    private const int AnyRun = -1;
    private const int AnyOne = -2;
    private const int FirstVariable = -3;

    private readonly ImmutableArray<int> _tokens;
    private readonly ImmutableArray<PolicyVariable> _variables;

    private TextPattern(ImmutableArray<int> tokens, ImmutableArray<PolicyVariable> variables) =>
        (_tokens, _variables) = (tokens, variables);

    /// <summary>Whether it means one text only, whoever asks.</summary>
    public bool IsFixed => _variables.IsEmpty && _tokens.All(token => token >= 0);

    /// <summary>The keys of the variables.</summary>
    public IEnumerable<string> Keys => _variables.Select(variable => variable.Key);

    public static TextPattern WithWildcards(string text) => Parse(text, hasWildcards: true, hasVariables: false);

    /// <summary>Cuts a text.</summary>
    /// <param name="text">As it stands in the policy.</param>
    /// <param name="hasWildcards">Whether <c>*</c> and <c>?</c> are wildcards.</param>
    /// <param name="hasVariables">Whether <c>${…}</c> is a variable: in policies of version 2012-10-17.</param>
    public static TextPattern Parse(string text, bool hasWildcards, bool hasVariables)
    {
        var tokens = ImmutableArray.CreateBuilder<int>(text.Length);
        var variables = ImmutableArray.CreateBuilder<PolicyVariable>();
        for (var i = 0; i < text.Length; i++)
        {
            var end = hasVariables && text.AsSpan(i).StartsWith("${") ? text.IndexOf('}', i) : -1;
            if (end > 0)
            {
                var inner = text[(i + 2)..end];
                if (inner is "*" or "?" or "$")
                {
                    tokens.Add(inner[0]);
                }
                else
                {
                    tokens.Add(FirstVariable - variables.Count);
                    variables.Add(PolicyVariable.Parse(inner));
                }

                i = end;
                continue;
            }

            tokens.Add(text[i] switch
            {
                '*' when hasWildcards => AnyRun,
                '?' when hasWildcards => AnyOne,
                var literal => literal,
            });
        }

        return new TextPattern(tokens.ToImmutable(), variables.ToImmutable());
    }

    /// <summary>Whether the text is what the pattern means; it has no variables.</summary>
    public bool Matches(ReadOnlySpan<char> text, bool ignoreCase = false) => Matches(_tokens.AsSpan(), text, ignoreCase);

    /// <summary>Whether the text is what the pattern means for this request. A variable without a value makes it mean nothing.</summary>
    public bool Matches(ReadOnlySpan<char> text, AccessContext context, bool ignoreCase = false)
    {
        if (_variables.IsEmpty)
            return Matches(text, ignoreCase);
        var tokens = new List<int>(_tokens.Length + text.Length);
        foreach (var token in _tokens)
        {
            if (token > FirstVariable)
            {
                tokens.Add(token);
                continue;
            }

            if (_variables[FirstVariable - token].ValueIn(context) is not { } value)
                return false;
            foreach (var literal in value)
                tokens.Add(literal);
        }

        return Matches(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(tokens), text, ignoreCase);
    }

    private static bool Matches(ReadOnlySpan<int> tokens, ReadOnlySpan<char> text, bool ignoreCase)
    {
        var (token, at) = (0, 0);
        var (lastRun, runEnd) = (-1, 0);
        while (at < text.Length)
        {
            if (token < tokens.Length && tokens[token] == AnyRun)
            {
                (lastRun, runEnd) = (token, at);
                token++;
            }
            else if (token < tokens.Length && (tokens[token] == AnyOne || IsSame(tokens[token], text[at], ignoreCase)))
            {
                token++;
                at++;
            }
            else if (lastRun >= 0)
            {
                (token, at) = (lastRun + 1, ++runEnd);
            }
            else
            {
                return false;
            }
        }

        while (token < tokens.Length && tokens[token] == AnyRun)
            token++;
        return token == tokens.Length;
    }

    private static bool IsSame(int token, char character, bool ignoreCase) => token == character
        || (ignoreCase && token >= 0 && char.ToUpperInvariant((char)token) == char.ToUpperInvariant(character));
}

/// <summary>A variable of a policy, such as <c>${aws:username, 'nobody'}</c>.</summary>
internal readonly record struct PolicyVariable(string Key, string? Otherwise)
{
    public static PolicyVariable Parse(string text)
    {
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0)
            return new PolicyVariable(text.Trim(), null);
        var otherwise = text[(comma + 1)..].Trim();
        return new PolicyVariable(text[..comma].Trim(), otherwise is ['\'', .., '\''] ? otherwise[1..^1] : otherwise);
    }

    /// <summary>The request's value; null when it has none or several.</summary>
    public string? ValueIn(AccessContext context) => context.Find(Key) is [var only] ? only : Otherwise;
}
