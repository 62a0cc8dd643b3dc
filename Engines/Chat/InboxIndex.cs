using System.Collections.Immutable;

namespace OrleansLld.Chat;

/// <summary>
/// Which conversations an account is in, and which of them changed since when. Every change takes the next version; a conversation
/// remembers its last. So what a device has missed is what is above the version that it knows, however often it changed.
/// </summary>
/// <param name="conversationsMax">As many as an account may have.</param>
/// <param name="leftMax">
/// Conversations that were left and are remembered; whoever knows only versions before that is told everything.
/// </param>
public sealed class InboxIndex(int conversationsMax, int leftMax)
{
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _left = new(StringComparer.Ordinal);
    private long _wholeBelow;

    /// <summary>The version of the newest change; 0 when nothing ever changed.</summary>
    public long Version { get; private set; }

    public bool IsFull => _places.Count >= conversationsMax;

    /// <summary>All conversations, in the order of their ids.</summary>
    public IEnumerable<string> Conversations => _places.Keys.Order(StringComparer.Ordinal);

    public bool Contains(string conversation) => _places.ContainsKey(conversation);

    /// <summary>The version of a conversation's last change; 0 when the account is not in it.</summary>
    public long VersionOf(string conversation) => _places.TryGetValue(conversation, out var place) ? place.Version : 0;

    /// <summary>The account is in a conversation from now on; when it is already, that was said again.</summary>
    public void Enter(string conversation)
    {
        if (_places.ContainsKey(conversation))
        {
            Touch(conversation);
            return;
        }

        if (IsFull)
            throw new InvalidOperationException($"An account has at most {conversationsMax} conversations.");
        _left.Remove(conversation);
        _places[conversation] = new Place(++Version, Head: 0);
    }

    /// <summary>The account is no longer in a conversation. Nothing changes when it was not.</summary>
    public void Leave(string conversation)
    {
        if (!_places.Remove(conversation))
            return;
        _left[conversation] = ++Version;
        if (_left.Count <= leftMax)
            return;
        var (oldest, version) = _left.MinBy(entry => entry.Value);
        _left.Remove(oldest);
        _wholeBelow = version;
    }

    /// <summary>A conversation stands at this sequence: further than before, or where it stood but somebody has read more of it.</summary>
    /// <returns>False when the account is not in it, or it is known to stand further.</returns>
    public bool Advance(string conversation, long head)
    {
        if (!_places.TryGetValue(conversation, out var place) || head < place.Head)
            return false;
        _places[conversation] = new Place(++Version, head);
        return true;
    }

    /// <summary>Something else about a conversation changed.</summary>
    public void Touch(string conversation)
    {
        if (_places.TryGetValue(conversation, out var place))
            _places[conversation] = place with { Version = ++Version };
    }

    /// <summary>What changed after a version; everything when that is null, of the future, or too long ago.</summary>
    public InboxChanges Since(long? version)
    {
        if (version is not { } known || known < _wholeBelow || known > Version)
            return new InboxChanges(true, [.. Conversations], []);
        return new InboxChanges(
            false,
            [.. from place in _places where place.Value.Version > known orderby place.Value.Version descending select place.Key],
            [.. from left in _left where left.Value > known orderby left.Value descending select left.Key]);
    }

    private readonly record struct Place(long Version, long Head);
}

/// <summary>What changed.</summary>
/// <param name="IsWhole">Whether these are all conversations.</param>
/// <param name="Conversations">Those that changed.</param>
/// <param name="Left">Those that were left; none when whole.</param>
public sealed record InboxChanges(bool IsWhole, ImmutableArray<string> Conversations, ImmutableArray<string> Left);
