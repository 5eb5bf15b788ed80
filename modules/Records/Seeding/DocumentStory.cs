using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Records;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Outbox;
using Virtuos.Kernel.Seeding;

namespace Virtuos.Records.Seeding;

/// <summary>
/// What an office did with one submission until the end of the year, by the moves of the document itself: it is confirmed or lapses, waits
/// for somebody, is handled within its deadline or after it, waits for the citizen, lies in a file, is settled.
/// </summary>
internal sealed class DocumentStory(SeedChunk chunk, SeedMatter matter, OfficeStaff staff, ShippedPlans plans, Document document)
{
    private const double Late = 0.07;
    private const double Calls = 0.2;
    private const double Neglected = 0.01;
    private static readonly string[] settled = ["Vzato na vědomí.", "Závada byla předána správci a odstraněna.", "Zařazeno do plánu oprav.", "Údaje byly zapsány do evidence.", "Vyřízeno v součinnosti se správcem komunikace."];
    private static readonly string[] passedOn = ["Postoupeno věcně příslušnému správnímu orgánu.", "Předáno krajskému úřadu jako příslušnému."];
    private static readonly string[] defects = ["Doplňte prosím rozsah a termín.", "Chybí podpis osoby oprávněné jednat.", "Upřesněte prosím místo, parcelní číslo není úplné.", "Přiložte prosím souhlas vlastníka."];
    private readonly SeedDice dice = chunk.Dice;

    public Document Document => document;

    public List<Step> Steps { get; } = [];

    public CompletionCall? Call { get; private set; }

    /// <summary>When it was laid into a file of its own, and by whom; the file gets its number later, with all others.</summary>
    public (DateTimeOffset At, Caller By, FilingPlace Place)? IntoFile { get; private set; }

    public bool IsSettled => document.State == DocumentState.Settled;

    public void Live(DateTimeOffset registered)
    {
        var unit = staff.Unit(document.Agenda);
        Note(StepKind.Registered, staff.System, registered, document.ReferenceNumber);
        Tell(registered, new DocumentRegistered(document.Id, document.Origin, document.Office, document.ReferenceNumber!, registered, document.Deadline));
        if (document.State == DocumentState.Registered) Assign(unit, registered);
        foreach (var told in matter.Events.ToList())
            if (told.Message is SubmissionConfirmed confirmed && document.Confirm(confirmed.Way, told.At))
            {
                Note(StepKind.Confirmed, staff.System, told.At, confirmed.Way);
                Assign(unit, told.At);
            }
            else if (told.Message is SubmissionLapsed && document.Lapse(told.At, Prague.Day(told.At)))
            {
                Note(StepKind.Lapsed, staff.System, told.At, null);
                Tell(told.At, new DocumentSettled(document.Id, document.Origin, "lapsed", told.At));
            }
        if (document.State == DocumentState.Registered) Handle(unit, Steps[^1].At);
    }

    private void Handle(UnitCard unit, DateTimeOffset from)
    {
        if (dice.Chance(Neglected) || AtWork(from, dice.Share() * dice.Share() * 5) is not { } taken) return;
        var (official, by) = dice.Pick(staff.Officials(unit));
        document.TakeOver(official.Id);
        Steps.Add(Step.Moved(document, StepKind.TakenOver, by, taken, unit.Id, null, $"{official.Name}, {unit.Name}"));
        Tell(taken, new DocumentAssigned(document.Id, document.Origin, unit.Name, official.Name, $"{official.Phone}, {official.Email}", taken));

        var place = plans.On(Prague.Day(taken)).Place(document.FilingMark, Prague.Day(taken));
        if (place is not null && dice.Chance(0.5) && AtWork(taken, 0.05) is { } laid) IntoFile = (laid, by, place);
        if (taken > chunk.Plan.End.AddDays(-12) && dice.Chance(Calls) && AtWork(taken, dice.Share()) is { } called)
        {
            CallToComplete(by, called);
            return;
        }
        var time = Math.Max(3, document.Deadline!.Value.DayNumber - document.ReceivedOn.DayNumber);
        var days = time * (dice.Chance(Late) ? 1 + (0.6 * dice.Share()) : 0.1 + (0.85 * dice.Share()));
        if (place is not null && AtWork(taken, days) is { } end) Settle(by, end, place);
    }

    private void Settle(Caller by, DateTimeOffset at, FilingPlace place)
    {
        IntoFile ??= (at, by, place);
        var (how, note) = dice.Chance(0.85) ? ("noted", dice.Pick(settled)) : ("passed-on", dice.Pick(passedOn));
        document.Settle(how, note, at, Prague.Day(at));
        Note(StepKind.Settled, by, at, note);
        Tell(at, new DocumentSettled(document.Id, document.Origin, how, at));
    }

    private void CallToComplete(Caller by, DateTimeOffset at)
    {
        var day = Prague.Day(at);
        document.WaitForCitizen(day);
        Call = new()
        {
            Office = document.Office,
            Id = dice.Id(at),
            Document = document.Id,
            Origin = document.Origin,
            Defects = [new(null, dice.Pick(defects))],
            Due = Records.CallToComplete.LastDay(document.DeadlineRule, day, null),
            CalledAt = at,
            CalledBy = by.Person,
        };
        Note(StepKind.CalledToComplete, by, at, Call.Defects[0].Message);
        Tell(at, new CompletionCalled(Call.Id, document.Id, document.Origin, Call.Defects, Call.Due, at));
    }

    private void Assign(UnitCard unit, DateTimeOffset at)
    {
        Steps.Add(Step.Moved(document, StepKind.Assigned, staff.System, at, null, null, unit.Name));
        Tell(at, new DocumentAssigned(document.Id, document.Origin, unit.Name, null, null, at));
    }

    private void Note(StepKind kind, Caller by, DateTimeOffset at, string? note) => Steps.Add(Step.Of(document, kind, by, at, note));

    /// <summary>The event and its moment, told to the other modules.</summary>
    public void Tell(DateTimeOffset at, IMessage message) => matter.Events.Add(new(at, message));

    /// <summary>A moment of working hours some days later; null when the year has ended before.</summary>
    private DateTimeOffset? AtWork(DateTimeOffset from, double days)
    {
        var aim = from.AddDays(days);
        var day = WorkingDays.OnOrAfter(Prague.Day(aim));
        var at = Prague.Start(day).AddMinutes(dice.Between(450, 1020)).ToUniversalTime();
        if (at <= from) at = from.AddMinutes(dice.Between(5, 90));
        return at < chunk.Plan.End ? at : null;
    }
}
