using Virtuos.Contracts.Services;
using Virtuos.Kernel.Outbox;

namespace Virtuos.Contracts.Records;

// All events name the document and its origin: the submission it was registered from (paper received at the counter has one too).

/// <summary>The registry accepted a document and gave it a reference number.</summary>
public sealed record DocumentRegistered(Guid Document, Guid Origin, Guid Office, string ReferenceNumber, DateTimeOffset RegisteredAt, DateOnly? Deadline) : IEvent
{
    public Guid Subject => Origin;
}

/// <summary>Paper came over the counter; the citizen follows it by the same kind of code as an electronic filing.</summary>
public sealed record PaperReceived(Guid Document, Guid Origin, Guid Office, string Matter, Filer Sender, DateTimeOffset ReceivedAt) : IEvent
{
    public Guid Subject => Origin;
}

/// <summary>The office wrote to a person of its own accord; they follow the matter by a code as if they had filed it.</summary>
public sealed record LetterBegan(Guid Document, Guid Origin, Guid Office, string ReferenceNumber, string Matter, Filer Addressee, DateTimeOffset At) : IEvent
{
    public Guid Subject => Origin;
}

/// <summary>A unit and perhaps an official have the document now.</summary>
public sealed record DocumentAssigned(Guid Document, Guid Origin, string UnitName, string? OfficialName, string? OfficialContact, DateTimeOffset At) : IEvent
{
    public Guid Subject => Origin;
}

/// <summary>The document lies in a file.</summary>
public sealed record DocumentFiled(Guid Document, Guid Origin, string FileMark, DateTimeOffset At) : IEvent
{
    public Guid Subject => Origin;
}

/// <summary>A defect at one question of the form; <paramref name="Field"/> is null for the whole filing.</summary>
public sealed record Defect(string? Field, string Message);

/// <summary>The office asks the citizen to complete the filing; its deadline stands still until they do or <paramref name="Due"/> passes.</summary>
public sealed record CompletionCalled(Guid Call, Guid Document, Guid Origin, IReadOnlyList<Defect> Defects, DateOnly Due, DateTimeOffset At) : IEvent
{
    public Guid Subject => Origin;
}

/// <summary>The call to complete has ended: answered, or its day has passed.</summary>
public sealed record CompletionEnded(Guid Call, Guid Document, Guid Origin, bool Answered, DateOnly? Deadline, DateTimeOffset At) : IEvent
{
    public Guid Subject => Origin;
}

/// <summary>A sealed decision or answer has left the office for the citizen.</summary>
/// <param name="Kind"><c>decision</c>, <c>answer</c> or <c>call</c>.</param>
public sealed record DocumentDispatched(Guid Document, Guid Origin, Guid Letter, string Kind, string ReferenceNumber, DateTimeOffset At) : IEvent
{
    public Guid Subject => Origin;
}

/// <summary>A text of one office goes through approval in another one, which answers by its own rules (e.g. an organisation asks its founder).</summary>
/// <param name="Task">What is asked, once; the answer names it.</param>
/// <param name="Office">The office that is asked.</param>
/// <param name="Text">Hash of the text as approvers read it, UTF-8.</param>
public sealed record StanceAsked(Guid Task, Guid Asker, Guid Office, string Title, string AuthorName, string Text, DateTimeOffset At) : IEvent
{
    public Guid Subject => Task;
}

/// <summary>The office that was asked has answered by a sealed paper.</summary>
/// <param name="Giver">The office that answers.</param>
/// <param name="Answer">Its document.</param>
public sealed record StanceGiven(Guid Task, Guid Asker, Guid Giver, Guid Answer, bool Agrees, string ByName, string ReferenceNumber, string Title, FiledPart Content, DateTimeOffset At) : IEvent
{
    public Guid Subject => Task;
}

/// <summary>A decision can no longer be appealed against.</summary>
public sealed record DecisionBecameFinal(Guid Document, Guid Origin, DateOnly On) : IEvent
{
    public Guid Subject => Origin;
}

/// <summary>The matter is settled and its file closed.</summary>
/// <param name="How">Code of the way: <c>decision</c>, <c>answer</c>, <c>noted</c>, <c>lapsed</c>, <c>passed-on</c>.</param>
public sealed record DocumentSettled(Guid Document, Guid Origin, string How, DateTimeOffset At) : IEvent
{
    public Guid Subject => Origin;
}

/// <summary>The document went in a disposal procedure: whoever has copies of its content erases them; what is known of it may stay.</summary>
/// <param name="Source">What it came from: the submission, the supplement, the paper.</param>
public sealed record DocumentDestroyed(Guid Document, Guid Origin, Guid Source, Guid Office, DateTimeOffset At) : IEvent
{
    public Guid Subject => Origin;
}

/// <summary>What a comparison of a transaction log with the ledger found.</summary>
/// <param name="Faults">Entries that the file changed, left out or added, by kind: <c>changed</c>, <c>removed</c>, <c>inserted</c>, <c>unknown</c>.</param>
public sealed record LogVerdict(string Title, int Events, IReadOnlyList<string> Faults);

public interface ITransactionLogs
{
    /// <summary>Compares a transaction log in the XML of the national standard with the ledger; null when the bytes are no such log.</summary>
    Task<LogVerdict?> Compare(byte[] xml, CancellationToken cancel);
}
