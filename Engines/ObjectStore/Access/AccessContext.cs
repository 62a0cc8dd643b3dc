using System.Collections.Immutable;
using System.Globalization;
using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore.Access;

/// <summary>What a policy may ask about a request: values by condition keys, several of one key where it has several.</summary>
/// <param name="who">Who asks.</param>
/// <param name="values">What the gateway saw of the request.</param>
/// <param name="now">The time.</param>
/// <param name="objectTags">The tags of the object; null when they are not known.</param>
public sealed class AccessContext(
    AccessRequester who, ImmutableArray<NamedValue> values, DateTimeOffset now, ImmutableArray<NamedValue>? objectTags)
{
    public const string ExistingObjectTag = "s3:ExistingObjectTag/";

    public AccessRequester Who => who;

    /// <summary>
    /// Whether nothing is known but who asks: then what a policy makes depend on the request counts as fulfilled where it allows, and as
    /// not fulfilled where it denies. It is a second look at a request that was admitted with everything known.
    /// </summary>
    public bool IsOfRequesterAlone { get; private init; }

    public static AccessContext Of(AccessRequester who) => new(who, [], default, []) { IsOfRequesterAlone = true };

    /// <summary>Whether a value for the key would have to be fetched first.</summary>
    public bool IsUnknown(string key) =>
        IsOfRequesterAlone || (objectTags is null && key.StartsWith(ExistingObjectTag, StringComparison.OrdinalIgnoreCase));

    /// <summary>The values of a key, in any case; none when the request has none.</summary>
    public IReadOnlyList<string> Find(string key)
    {
        if (key.StartsWith(ExistingObjectTag, StringComparison.OrdinalIgnoreCase))
            return [.. (objectTags ?? []).Where(tag => tag.Name == key[ExistingObjectTag.Length..]).Select(tag => tag.Value)];
        var found = values.Where(value => value.Name.Equals(key, StringComparison.OrdinalIgnoreCase)).Select(value => value.Value).ToList();
        if (found.Count == 0 && OfTheHouse(key) is { } own)
            found.Add(own);
        return found;
    }

    private string? OfTheHouse(string key) => key.ToLowerInvariant() switch
    {
        "aws:currenttime" => now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        "aws:epochtime" => now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        "aws:principaltype" => who.IsAnonymous ? "Anonymous" : "Account",
        "aws:userid" => who.IsAnonymous ? "anonymous" : who.Id,
        "aws:username" => who.IsAnonymous ? null : who.Handle,
        "aws:principalaccount" => who.IsAnonymous ? null : who.Id,
        "aws:principalarn" => who.IsAnonymous ? null : who.Arn,
        _ => null,
    };
}

/// <summary>Who asks: an account by number and handle, or nobody in particular.</summary>
/// <param name="Id">The account's number; empty for nobody.</param>
/// <param name="Handle">The account's handle; empty for nobody.</param>
public readonly record struct AccessRequester(string Id, string Handle)
{
    public static AccessRequester Anonymous { get; } = new("", "");

    public bool IsAnonymous => Id.Length == 0;

    /// <summary>The account as policies name it.</summary>
    public string Arn => $"arn:aws:iam::{Id}:user/{Handle}";
}
