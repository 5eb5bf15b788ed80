namespace Virtuos.Mailroom;

/// <summary>Codes of the permissions of the filing room's part of the module.</summary>
internal static class MailroomPermissions
{
    /// <summary>Takes in what comes; the channels do it as the system.</summary>
    public const string Receive = "mailroom.receive";

    /// <summary>Sees everything that came to the office, and what became of it.</summary>
    public const string Intake = "mailroom.intake";

    /// <summary>Decides about what the checks held, and downloads the evidence.</summary>
    public const string Decide = "mailroom.decide-intake";

    /// <summary>Counts of the whole installation, never what is in the messages.</summary>
    public const string Accounts = "mailroom.accounts";

    /// <summary>Brings in an archive of documents from the command line.</summary>
    public const string Import = "mailroom.import";

    /// <summary>Sets the data boxes of the office and sees how they stand.</summary>
    public const string Boxes = "mailroom.boxes";
}
