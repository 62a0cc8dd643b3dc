namespace OrleansLld.Chat;

/// <summary>Why chat refuses; the numbers are those of the contract's refusals.</summary>
public enum ChatFault
{
    None = 0,
    NotMember = 1,
    NotAllowed = 2,
    InvalidBody = 3,
    NoSuchMessage = 4,
    TooLate = 5,
    TooFast = 6,
    Blocked = 7,
    Full = 8,
    NoSuchMember = 9,
    InvalidLink = 10,
    InvalidSettings = 11,
    EpochPassed = 12,
    WrongEncryption = 13,
    ClientIdTaken = 14,
    NoSuchDevice = 15,
}
