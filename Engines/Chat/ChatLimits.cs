namespace OrleansLld.Chat;

/// <summary>How large things in chat may be. Lengths of texts are in UTF-16 units.</summary>
public static class ChatLimits
{
    public const int TextMax = 4_096;
    public const int CaptionMax = 1_024;
    public const int EmojiMax = 32;
    public const int TitleMax = 100;
    public const int AboutMax = 512;
    public const int ClientIdMax = 64;
    public const int CiphertextBytesMax = 16 << 10;
    public const int CommitBytesMax = 24 << 10;
    public const int GroupMembersMax = 1_024;

    /// <summary>How many members one command adds.</summary>
    public const int MembersPerCommandMax = 64;

    public const int DevicesMax = 16;

    /// <summary>Administrators of a channel, whose other members are elsewhere.</summary>
    public const int ChannelAdministratorsMax = 64;

    /// <summary>Entries whose client ids are remembered.</summary>
    public const int RecentEntriesMax = 1_024;

    /// <summary>Unread messages are counted up to this.</summary>
    public const int UnreadMax = 999;

    /// <summary>A message sealed this many epochs ago is still taken: whoever sealed it may not have heard of the last commits.</summary>
    public const int EpochsBack = 2;

    /// <summary>How long a message may be edited.</summary>
    public static readonly TimeSpan EditableFor = TimeSpan.FromHours(24);

    /// <summary>Whether it holds no half of a surrogate pair, and no control characters but line breaks and tabs.</summary>
    public static bool IsText(string text, int lengthMin, int lengthMax)
    {
        if (text.Length < lengthMin || text.Length > lengthMax)
            return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]))
            {
                if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
                    return false;
                i++;
            }
            else if (char.IsControl(text[i]) && text[i] is not ('\n' or '\t' or '\r'))
            {
                return false;
            }
        }

        return lengthMin == 0 || !string.IsNullOrWhiteSpace(text);
    }
}
