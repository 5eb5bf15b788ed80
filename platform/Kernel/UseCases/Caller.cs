namespace Virtuos.Kernel;

public enum CallerKind
{
    Anonymous,
    Citizen,
    Official,

    /// <summary>A program of somebody else with an account of its own in an office; it acts for an official.</summary>
    Program,

    /// <summary>Runs the installation: opens offices, sees its health; has no access to what offices handle.</summary>
    Operator,

    /// <summary>A handler, a job or the command line.</summary>
    System,
}

/// <summary>Who is acting in this scope, in which office, on whose behalf and why. One per request, delivery or job.</summary>
public sealed class Caller(PermissionCatalogue permissions)
{
    private IReadOnlyDictionary<string, IReadOnlySet<Guid>?> held = new Dictionary<string, IReadOnlySet<Guid>?>();

    public CallerKind Kind { get; private set; }

    /// <summary>The account; null for the anonymous and the system.</summary>
    public Guid? Person { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>The office whose rows are visible; null = none, unless <see cref="AllOffices"/>.</summary>
    public Guid? Office { get; private set; }

    public bool AllOffices { get; private set; }

    /// <summary>The unit in which an official works; new work starts there.</summary>
    public Guid? Unit { get; private set; }

    /// <summary>The official who is substituted, when this one acts in a substitution.</summary>
    public Guid? OnBehalfOf { get; private set; }

    /// <summary>Everybody whose work this caller may do: themself and those they substitute.</summary>
    public IReadOnlySet<Guid> ActsFor { get; private set; } = new HashSet<Guid>();

    /// <summary>Why: free text of the caller or the name of the use case; goes to the ledger.</summary>
    public string? Purpose { get; private set; }

    /// <summary>The use case that is running; goes to the ledger.</summary>
    public string Act { get; internal set; } = "";

    /// <summary>Acts that refused what was entered into a field, and which; without what it was.</summary>
    public List<(string Act, string Field)> RefusedFields { get; } = [];

    /// <summary>The person whose act it is: the caller, or the official for whom a program acts.</summary>
    public Guid? Acting => Kind == CallerKind.Program ? OnBehalfOf : Person;

    public bool IsOfficial => Kind == CallerKind.Official;

    public void BecomeCitizen(Guid person, string name) =>
        (Kind, Person, Name, ActsFor) = (CallerKind.Citizen, person, name, new HashSet<Guid> { person });

    /// <param name="grants">Permission → units where it holds; null = the whole office.</param>
    public void BecomeOfficial(Guid person, string name, Guid office, Guid? unit,
        IReadOnlyDictionary<string, IReadOnlySet<Guid>?> grants, IReadOnlySet<Guid> substitutes)
    {
        (Kind, Person, Name, Office, Unit) = (CallerKind.Official, person, name, office, unit);
        held = grants;
        ActsFor = new HashSet<Guid>(substitutes) { person };
    }

    /// <param name="onBehalfOf">The official in whose name it acts; null for what it does by itself.</param>
    /// <param name="unit">The unit of that official; new work starts there.</param>
    /// <param name="grants">Permission → units where it holds; null = the whole office.</param>
    public void BecomeProgram(Guid account, string name, Guid office, Guid? unit, Guid? onBehalfOf, string? purpose, IReadOnlyDictionary<string, IReadOnlySet<Guid>?> grants)
    {
        (Kind, Person, Name, Office, Unit, OnBehalfOf, Purpose) = (CallerKind.Program, account, name, office, unit, onBehalfOf, purpose);
        held = grants;
        ActsFor = new HashSet<Guid> { account };
    }

    public void BecomeOperator(Guid person, string name) => (Kind, Person, Name) = (CallerKind.Operator, person, name);

    /// <summary>A handler or job of one office.</summary>
    public void BecomeSystem(Guid office, string act) => (Kind, Office, Act, Name) = (CallerKind.System, office, act, "Virtuos");

    /// <summary>A job or command that works over the whole installation.</summary>
    public void BecomeSystem(string act) => (Kind, AllOffices, Act, Name) = (CallerKind.System, true, act, "Virtuos");

    /// <summary>The same caller in a scope beside this one, for reading while the first scope reads too.</summary>
    public void BecomeLike(Caller other)
    {
        (Kind, Person, Name, Office, AllOffices, Unit) = (other.Kind, other.Person, other.Name, other.Office, other.AllOffices, other.Unit);
        (ActsFor, OnBehalfOf, Purpose, Act, held) = (other.ActsFor, other.OnBehalfOf, other.Purpose, other.Act, other.held);
    }

    /// <summary>Anybody but an official or a program turns to an office before they read or write there; those stay in their own.</summary>
    public void TurnTo(Guid office)
    {
        if (Kind is not (CallerKind.Official or CallerKind.Program) && !AllOffices) Office = office;
        else if (Office != office && !AllOffices) throw new InvalidOperationException("Officials and programs act in one office only.");
    }

    public void For(Guid? onBehalfOf, string? purpose) => (OnBehalfOf, Purpose) = (onBehalfOf, purpose);

    public bool May(string code) => Kind == CallerKind.System || permissions[code].Audience switch
    {
        Audience.Anyone => true,
        Audience.SignedIn => Person is not null,
        Audience.Officials => held.ContainsKey(code),
        _ => Kind == CallerKind.Operator,
    };

    /// <summary>May the caller do it to work that lies in the unit?</summary>
    public bool May(string code, Guid? unit) =>
        May(code) && (!held.TryGetValue(code, out var units) || units is null || (unit is { } u && units.Contains(u)));

    /// <summary>The units where the permission holds; null = the whole office.</summary>
    public IReadOnlySet<Guid>? UnitsOf(string code) => held.TryGetValue(code, out var units) ? units : null;
}
