"""What `import` and `init` share: files of others on their way into a project.

A package of its own, so that no other command pays for what it imports.
"""
