/** What a repository needs to have its pull requests reviewed; README shows the same. */
export const WORKFLOW_PATH = '.github/workflows/drydock.yml'

export const WORKFLOW = `name: Drydock
on:
  pull_request:
    types: [opened, synchronize, reopened, ready_for_review, edited]
  merge_group:
permissions:
  contents: read
  pull-requests: write
  checks: write
concurrency:
  group: drydock-\${{ github.event.pull_request.number || github.ref }}
  cancel-in-progress: true
jobs:
  drydock:
    runs-on: ubuntu-latest
    steps:
      - uses: <owner>/drydock@<commit>
`
