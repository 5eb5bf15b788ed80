using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel.Database;

namespace Virtuos.Identity;

internal sealed class IdentityDb(DbContextOptions<IdentityDb> options, DbGround ground) : ModuleDb(options, ground, "identity")
{
    public DbSet<Account> Accounts => Set<Account>();

    public DbSet<Post> Posts => Set<Post>();

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<RefusedSignIn> Refusals => Set<RefusedSignIn>();

    public DbSet<Authenticator> Authenticators => Set<Authenticator>();

    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();

    public DbSet<Passkey> Passkeys => Set<Passkey>();

    public DbSet<Ceremony> Ceremonies => Set<Ceremony>();

    public DbSet<MailedLink> MailedLinks => Set<MailedLink>();

    public DbSet<Substitution> Substitutions => Set<Substitution>();

    protected override void Map(ModelBuilder model)
    {
        model.Entity<Account>(e => e.Property(a => a.Kind).HasConversion<string>());
        model.Entity<Post>();
        model.Entity<Session>(e => e.Property(s => s.Strength).HasConversion<string>());
        model.Entity<RefusedSignIn>(e => e.Property(r => r.Step).HasConversion<string>());
        model.Entity<Authenticator>();
        model.Entity<RecoveryCode>();
        model.Entity<Passkey>();
        model.Entity<Ceremony>(e => e.Property(c => c.Purpose).HasConversion<string>());
        model.Entity<MailedLink>(e => e.Property(l => l.Purpose).HasConversion<string>());
        model.Entity<Substitution>();
    }
}
