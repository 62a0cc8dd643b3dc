namespace OrleansLld.Chat;

/// <summary>Why chat refused something. Of these only <see cref="TooFast"/> can succeed on a plain retry.</summary>
[GenerateSerializer, Alias("chat.refusal")]
public enum ChatRefusal
{
    /// <summary>Not refused.</summary>
    None = 0,

    /// <summary>There is no such conversation for this account.</summary>
    NotMember = 1,

    /// <summary>The role does not allow it.</summary>
    NotAllowed = 2,

    /// <summary>What was sent is too long, empty, not well-formed, or not of a kind that this conversation takes.</summary>
    InvalidBody = 3,

    /// <summary>There is no such message, or none that can be answered, changed or reacted to.</summary>
    NoSuchMessage = 4,

    /// <summary>The message is too old to be edited.</summary>
    TooLate = 5,

    /// <summary>More than an account may send; wait as long as the reply says.</summary>
    TooFast = 6,

    /// <summary>One of the two blocked the other.</summary>
    Blocked = 7,

    /// <summary>The conversation has as many members as it may, or the account as many conversations.</summary>
    Full = 8,

    /// <summary>There is no such member.</summary>
    NoSuchMember = 9,

    /// <summary>The link is not, or no longer, good.</summary>
    InvalidLink = 10,

    /// <summary>The settings are not well-formed, or do not fit together or the conversation.</summary>
    InvalidSettings = 11,

    /// <summary>Another commit ended this epoch; take its entries first and try again with a new commit.</summary>
    EpochPassed = 12,

    /// <summary>The conversation is encrypted and this was not, or the other way about.</summary>
    WrongEncryption = 13,

    /// <summary>A client id stands for another message already.</summary>
    ClientIdTaken = 14,

    /// <summary>The account has as many devices as it may, or the device was removed.</summary>
    NoSuchDevice = 15,
}
