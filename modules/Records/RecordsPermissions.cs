using Virtuos.Contracts.Directory;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>Codes of the module's permissions and who has them by default.</summary>
internal static class RecordsPermissions
{
    /// <summary>Opens the desk; what lies on it is decided by the others.</summary>
    public const string Desk = "records.desk";

    /// <summary>Reads the documents of the unit.</summary>
    public const string Read = "records.read";

    /// <summary>Works with the documents of the unit.</summary>
    public const string Handle = "records.handle";

    /// <summary>Takes work from one official of the unit and gives it to another.</summary>
    public const string Lead = "records.lead";

    /// <summary>Gives a document to a unit or an official.</summary>
    public const string HandOver = "records.hand-over";

    /// <summary>Sees what nobody in the office has taken over yet.</summary>
    public const string Distribute = "records.distribute";

    /// <summary>Approves what the office writes, or returns it.</summary>
    public const string Approve = "records.approve";

    /// <summary>Sends out what the whole office has approved and sees what came back (výpravna).</summary>
    public const string Dispatch = "records.dispatch";

    public const string RegisterPaper = "records.register-paper";

    /// <summary>Reads the register of documents: every entry of the office.</summary>
    public const string Register = "records.register";

    /// <summary>Sees numbers, never documents.</summary>
    public const string Overview = "records.overview";

    /// <summary>Sees what came and what went out, by unit, channel and state.</summary>
    public const string Traffic = "records.traffic";

    /// <summary>Sees how often proposals of sorting were right; no documents.</summary>
    public const string Sorting = "records.sorting";

    /// <summary>Manages the records of the whole office: file plan, holds, retention, disposal (správce spisové služby).</summary>
    public const string Manage = "records.manage";

    /// <summary>Releases the destruction that the records manager asked for: the other pair of eyes.</summary>
    public const string Release = "records.release-destruction";

    public const string Settings = "records.settings";

    /// <summary>Reads and checks the transaction logs of days: who did and read what in the whole office.</summary>
    public const string Log = "records.log";

    /// <summary>Looks persons outside up in the name index and merges their entries.</summary>
    public const string Names = "records.names";

    /// <summary>Puts paper into storage units and takes it out.</summary>
    public const string Storage = "records.storage";
    /// <summary>Speaks the national interface at all; only accounts of agenda systems do.</summary>
    public const string Interface = "records.interface";

    /// <summary>Founds documents and files in the name of an official; only accounts of agenda systems do.</summary>
    public const string FoundInAgenda = "records.found-in-agenda";

    /// <summary>Sees what waits for foreign records services, without what it says, and lets it be tried again.</summary>
    public const string ForeignQueue = "records.foreign-queue";

    /// <summary>Moves the records of the whole office to another installation, and destroys what moved.</summary>
    public const string Move = "records.move";

    public static readonly Permission[] All =
    [
        new(Desk, Audience.Officials, Roles.Clerk, Roles.Head, Roles.FilingRoom, Roles.Mayor),
        new(Read, Audience.Officials, Roles.Clerk, Roles.Head),
        new(Handle, Audience.Officials, Roles.Clerk, Roles.Head),
        new(Lead, Audience.Officials, Roles.Head),
        new(HandOver, Audience.Officials, Roles.Clerk, Roles.Head, Roles.FilingRoom),
        new(Distribute, Audience.Officials, Roles.FilingRoom),
        new(Approve, Audience.Officials, Roles.Head, Roles.Mayor),
        new(Dispatch, Audience.Officials, Roles.FilingRoom),
        new(RegisterPaper, Audience.Officials, Roles.FilingRoom, Roles.Clerk, Roles.Head),
        new(Register, Audience.Officials, Roles.FilingRoom),
        new(Overview, Audience.Officials, Roles.Mayor, Roles.Head, Roles.Administrator),
        new(Traffic, Audience.Officials, Roles.Mayor, Roles.Head, Roles.FilingRoom),
        new(Sorting, Audience.Officials, Roles.Mayor, Roles.Head, Roles.FilingRoom, Roles.Administrator),
        new(Manage, Audience.Officials, Roles.FilingRoom),
        new(Release, Audience.Officials, Roles.FilingRoom, Roles.Mayor),
        new(Settings, Audience.Officials, Roles.Administrator),
        new(Log, Audience.Officials, Roles.Administrator, Roles.Mayor),
        new(Names, Audience.Officials, Roles.FilingRoom),
        new(Storage, Audience.Officials, Roles.FilingRoom, Roles.Clerk, Roles.Head),
        new(Interface, Audience.Officials),
        new(FoundInAgenda, Audience.Officials),
        new(ForeignQueue, Audience.Operator),
        new(Move, Audience.Officials, Roles.Administrator),
    ];
}
