using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Mailroom;
using Virtuos.Contracts.Records;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Outbox;
using Virtuos.Services.Filing;
using Virtuos.Services.Mailbox;

namespace Virtuos.Services.Following;

/// <summary>
/// Keeps what the citizen sees up to date. One handler for everything that happens to a matter, so that it gets all of it in order: the
/// filing before its number, the call before its end.
/// </summary>
internal sealed class KeepMatter(ServicesDb db, Caller caller, ServiceKeys keys, News news) :
    IHandle<SubmissionFiled>, IHandle<PaperReceived>, IHandle<MessageTaken>, IHandle<LetterBegan>, IHandle<SubmissionConfirmed>, IHandle<SubmissionLapsed>, IHandle<SupplementFiled>,
    IHandle<DocumentRegistered>, IHandle<DocumentAssigned>, IHandle<DocumentFiled>, IHandle<CompletionCalled>, IHandle<CompletionEnded>,
    IHandle<DocumentDispatched>, IHandle<DecisionBecameFinal>, IHandle<DocumentSettled>, IHandle<LetterLaid>
{
    public async Task Handle(SubmissionFiled message, CancellationToken cancel)
    {
        var matter = Begin(message.Submission, MatterKind.Portal, message.Matter, message.Filer, message.FiledAt, message.Language);
        Step(matter, "filed", message.FiledAt);
        await db.SaveChangesAsync(cancel);
    }

    public async Task Handle(PaperReceived message, CancellationToken cancel)
    {
        var matter = Begin(message.Origin, MatterKind.Paper, message.Matter, message.Sender, message.ReceivedAt, "cs");
        db.Add(new TrackingCode { Code = matter.Code, Office = message.Office, Submission = message.Origin });
        Step(matter, "received", message.ReceivedAt);
        await db.SaveChangesAsync(cancel);
    }

    public async Task Handle(MessageTaken message, CancellationToken cancel)
    {
        // A message that a person sent through the checks again is taken a second time.
        if (await db.Matters.AnyAsync(m => m.Id == message.Message, cancel)) return;
        var matter = Begin(message.Message, MatterKind.Message, message.Matter, message.Sender, message.ArrivedAt, "cs");
        db.Add(new TrackingCode { Code = matter.Code, Office = message.Office, Submission = message.Message });
        Step(matter, "received", message.ArrivedAt);
        await db.SaveChangesAsync(cancel);
    }

    public async Task Handle(LetterBegan message, CancellationToken cancel)
    {
        var matter = Begin(message.Origin, MatterKind.Letter, message.Matter, message.Addressee, message.At, "cs");
        matter.Apply(new DocumentRegistered(message.Document, message.Origin, message.Office, message.ReferenceNumber, message.At, null));
        db.Add(new TrackingCode { Code = matter.Code, Office = message.Office, Submission = message.Origin });
        Step(matter, "written", message.At, message.ReferenceNumber);
        await db.SaveChangesAsync(cancel);
    }

    public Task Handle(SubmissionConfirmed message, CancellationToken cancel) => Change(message.Submission, m => Step(m, "confirmed", message.At), cancel);

    public Task Handle(SubmissionLapsed message, CancellationToken cancel) => Change(message.Submission, m =>
    {
        m.Lapse();
        Step(m, "lapsed", message.At);
    }, cancel);

    public Task Handle(SupplementFiled message, CancellationToken cancel) => Change(message.Submission, m => Step(m, "supplemented", message.FiledAt), cancel);

    public Task Handle(DocumentRegistered message, CancellationToken cancel) => Change(message.Origin, m =>
    {
        m.Apply(message);
        return Tell(m, Step(m, "registered", message.RegisteredAt, message.ReferenceNumber, message.Deadline), cancel);
    }, cancel);

    public Task Handle(DocumentAssigned message, CancellationToken cancel) => Change(message.Origin, m =>
    {
        m.Apply(message);
        Step(m, message.OfficialName is null ? "assigned" : "taken", message.At, message.OfficialName ?? message.UnitName);
    }, cancel);

    public Task Handle(DocumentFiled message, CancellationToken cancel) => Change(message.Origin, m =>
    {
        m.Apply(message);
        Step(m, "put", message.At, message.FileMark);
    }, cancel);

    public Task Handle(CompletionCalled message, CancellationToken cancel) => Change(message.Origin, m =>
    {
        m.Apply(message);
        db.Add(new CompletionCall { Office = m.Office, Id = message.Call, Matter = m.Id, Defects = message.Defects, Due = message.Due, CalledAt = message.At });
        return Tell(m, Step(m, "called", message.At, null, message.Due), cancel);
    }, cancel);

    public Task Handle(CompletionEnded message, CancellationToken cancel) => Change(message.Origin, async m =>
    {
        m.Apply(message);
        // What was put to an answer that nobody sent is forgotten with the call.
        await db.SupplementFiles.Where(f => f.Call == message.Call).ExecuteDeleteAsync(cancel);
        (await db.CompletionCalls.SingleAsync(c => c.Id == message.Call, cancel)).End(message.Answered, message.At);
        await Tell(m, Step(m, message.Answered ? "completed" : "passed", message.At, null, message.Deadline), cancel);
    }, cancel);

    public Task Handle(DocumentDispatched message, CancellationToken cancel) => Change(message.Origin, m =>
    {
        m.Apply(message);
        Step(m, $"dispatched-{message.Kind}", message.At, message.ReferenceNumber);
    }, cancel);

    public Task Handle(DecisionBecameFinal message, CancellationToken cancel) => Change(message.Origin, m =>
    {
        m.Apply(message);
        Step(m, "final", Kernel.Calendar.Prague.Start(message.On).ToUniversalTime(), null, message.On);
    }, cancel);

    public Task Handle(DocumentSettled message, CancellationToken cancel) => Change(message.Origin, m =>
    {
        m.Apply(message);
        return Tell(m, Step(m, "settled", message.At, message.How), cancel);
    }, cancel);

    public Task Handle(LetterLaid message, CancellationToken cancel) => Change(message.Origin, m =>
    {
        db.Add(MailboxLetter.Of(m, message));
        return Tell(m, Step(m, "delivered", message.At, message.ReferenceNumber), cancel);
    }, cancel);

    private Matter Begin(Guid id, MatterKind kind, string title, Filer filer, DateTimeOffset at, string language)
    {
        var office = caller.Office ?? throw new InvalidOperationException("A matter belongs to an office.");
        var matter = new Matter { Office = office, Id = id, Kind = kind, Code = TrackingCode.Of(id, keys.Tracking), Title = title, Person = filer.Person, ReceivedAt = at };
        db.Add(matter);
        if (filer.Email is { Length: > 0 } address) db.Add(Watcher.OfFiler(matter, address, language, at));
        return matter;
    }

    private Milestone Step(Matter matter, string kind, DateTimeOffset at, string? said = null, DateOnly? day = null)
    {
        var step = new Milestone { Office = matter.Office, Matter = matter.Id, Kind = kind, At = at, Said = said, Day = day };
        db.Add(step);
        return step;
    }

    private Task Tell(Matter matter, Milestone step, CancellationToken cancel) => news.Tell(matter, step, cancel);

    private Task Change(Guid origin, Action<Matter> change, CancellationToken cancel) => Change(origin, m =>
    {
        change(m);
        return Task.CompletedTask;
    }, cancel);

    private async Task Change(Guid origin, Func<Matter, Task> change, CancellationToken cancel)
    {
        // What an office began by itself has no filer who could follow it.
        if (await db.Matters.SingleOrDefaultAsync(m => m.Id == origin, cancel) is not { } matter) return;
        await change(matter);
        foreach (var step in db.ChangeTracker.Entries<Milestone>().Where(e => e.State == EntityState.Added).Select(e => e.Entity).ToList()) await news.Post(step, cancel);
        await db.SaveChangesAsync(cancel);
    }
}
